/** What programs print in the place of a token that they do not have. */
const nothing = /^(?:null|none|undefined|true|false)$/i;

/** Visible ASCII without quotes and brackets, which are of what is around a token, such as JSON that is cut off. */
const header = /^(?:authorization\s*:\s*)?(?:bearer\s+)?([!#-&(-;=?-Z\\^-z|~]+)$/i;

/**
 * A token that stands by itself, as a person or a program gives it: alone, after `Bearer`, or as a whole Authorization
 * header; in quotes or not.
 * @returns `undefined` when the text is anything else, such as a sentence or another scheme's header
 */
export function bareToken(text: string): string | undefined {
  const [, , written = ''] = /^(["']?)(.*)\1$/su.exec(text.trim()) ?? [];
  const [, token] = header.exec(written.trim()) ?? [];
  return token === undefined || nothing.test(token) || /^(?:authorization:|bearer)$/i.test(token)
    ? undefined
    : token;
}
