import { ValetKeyError } from '../../core/errors';

/** What a task's input asks for. */
export interface TokenRequest {
  /** `undefined`: the person chooses. */
  readonly profile: string | undefined;
  /** `header`: the whole line, such as `Authorization: Bearer …`. */
  readonly as: 'token' | 'header';
}

const members: ReadonlySet<string> = new Set(['profile', 'as']);

/**
 * Reads the `args` of an input, which may be anything: a name, an object, or nothing. VS Code gives the command of a
 * launch configuration that configuration, which says nothing to us.
 * @throws ValetKeyError `input_invalid`
 */
export function readTokenRequest(args: unknown): TokenRequest {
  try {
    return read(args);
  } catch (error) {
    // A getter of whoever asks may throw anything.
    throw error instanceof ValetKeyError ? error : unfit('They cannot be read.');
  }
}

function read(args: unknown): TokenRequest {
  if (args === undefined || args === null) return { profile: undefined, as: 'token' };
  if (typeof args === 'string') return { profile: args, as: 'token' };
  if (typeof args !== 'object' || Array.isArray(args)) throw unfit('They are neither text nor an object.');
  // Copied, so that what is checked is what is used.
  const given: Readonly<Record<string, unknown>> = { ...args };
  if ('type' in given && 'request' in given) return { profile: undefined, as: 'token' };
  const unknown = Object.keys(given).find((name) => !members.has(name));
  if (unknown !== undefined) throw unfit(`“${unknown.slice(0, 40)}” means nothing in them.`);
  const { profile, as = 'token' } = given;
  if (profile !== undefined && typeof profile !== 'string') throw unfit('"profile" is not text.');
  if (as !== 'token' && as !== 'header') throw unfit('"as" is neither "token" nor "header".');
  return { profile, as };
}

function unfit(what: string): ValetKeyError {
  return new ValetKeyError('input_invalid', `The args of valetKey.accessToken cannot be used. ${what}`, {
    hint: 'Write them as "args": { "profile": "name of the profile" }, or leave them out to choose each time.',
  });
}
