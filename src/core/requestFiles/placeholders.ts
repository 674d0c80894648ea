/** What the variables of all profiles begin with. */
export const variablePrefix = 'VALET_KEY_';

/** The variable that holds a profile's token while a request is sent, a terminal runs or it is kept live. */
export function variableNameOf(profile: string): string {
  return variablePrefix + profile.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_');
}

/** What REST Client fills in when it sends a request; httpYac knows it, too. */
export function restClientPlaceholder(profile: string): string {
  return `{{$processEnv ${variableNameOf(profile)}}}`;
}

/** What httpYac fills in with Valet Key beside it, and the HTTP client of JetBrains by itself. */
export function httpYacPlaceholder(profile: string): string {
  return `{{$auth.token("${inQuotes(profile)}")}}`;
}

/** A name as it stands between the double quotes: nothing in it ends the placeholder or the line (L7). */
export function inQuotes(profile: string): string {
  return JSON.stringify(profile)
    .slice(1, -1)
    .replaceAll(/[{}\u007f-\u009f\u2028\u2029]/g, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    });
}

/** Where placeholders stand in a text, whatever is in them; in one go, however many are begun and not ended. */
export function* placeholdersIn(text: string): Iterable<{ readonly start: number; readonly end: number }> {
  for (let start = text.indexOf('{{'); start >= 0;) {
    const closing = text.indexOf('}}', start + 2);
    if (closing < 0) return;
    const end = closing + 2;
    yield { start, end };
    start = text.indexOf('{{', end);
  }
}
