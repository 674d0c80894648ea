import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  hoverTargetAt,
  literalHover,
  missingProfileHover,
  profileHover,
  type LinkTo,
} from '../../../../src/core/requestFiles/hovers';
import { good } from '../profiles/exampleProfiles';
import { hour, jwtOf, minute, start, summary } from '../tokens/exampleTokens';
import { fileWithCursor, snapshotOf } from './editorCases';

const written = {
  'okta-dev': { ...good, apiBaseUrls: ['https://api.example.com'] },
  free: { ...good, tokenHeader: 'X-Api-Key' },
};
const live = summary('one', { label: 'ada@example.com', expiresAt: start + 42 * minute, scope: 'a b' });
const snapshot = snapshotOf(written, { 'okta-dev': [live] });
const link: LinkTo = (title, command) => `[${title}](${command})`;

function target(text: string) {
  const { file, line, text: lineText, column } = fileWithCursor(text);
  const found = hoverTargetAt(file, line, lineText, column, snapshot);
  if (found === undefined) return undefined;
  const what = 'profile' in found ? found.profile.name : 'token' in found ? found.token : 'other';
  return [found.kind, what, lineText.slice(found.start, found.end)];
}
const request = (header: string) => `# @valetkey okta-dev\nGET https://api.example.com\n${header}\n\nbody`;

describe('what a hover shows', () => {
  it('R5: on a literal token, on it alone', () => {
    assert.deepEqual(target(request('Authorization: Bearer ab‸c')), ['literal', 'abc', 'abc']);
    assert.deepEqual(target(request('X-Api-Key: ‸abc')), ['literal', 'abc', 'abc']);
    assert.equal(target(request('Auth‸orization: Bearer abc')), undefined);
    assert.equal(target(request('Authorization: Basic a‸bc')), undefined);
    assert.equal(target(request('Accept: a‸bc')), undefined);
  });

  for (const placeholder of ['{{$processEnv VALET_KEY_‸OKTA_DEV}}', '{{$auth.token("‸okta-dev")}}']) {
    it(`R5: on a placeholder: ${placeholder}`, () => {
      assert.deepEqual(target(request(`Authorization: Bearer ${placeholder}`)), [
        'profile',
        'okta-dev',
        placeholder.replace('‸', ''),
      ]);
    });
  }

  it('R5: on the comment that names a profile, and on valetkey …', () => {
    assert.deepEqual(target('# @valetkey okta-‸dev\nGET https://a.example'), [
      'profile',
      'okta-dev',
      '@valetkey okta-dev',
    ]);
    assert.deepEqual(target(request('Authorization: vale‸tkey okta-dev')), [
      'profile',
      'okta-dev',
      'valetkey okta-dev',
    ]);
    assert.equal(target('# @valetkey no‸body\nGET https://a.example')?.[0], 'no_such_profile');
  });

  it('R5: of a profile that there is not: how to get to one; a comment does not say what is sent', () => {
    const ways = '[Add Profile…](add_profile) · [Open Profiles in Settings](open_profiles)';
    assert.equal(
      missingProfileHover('nobody', link),
      `No usable profile for \`nobody\`. The request would be sent without a token.\n\n${ways}`,
    );
    assert.equal(
      missingProfileHover('nobody', link, true),
      `No usable profile for \`nobody\`, so this comment chooses none.\n\n${ways}`,
    );
  });

  it('R5: of a profile its token, time left, scope and where it goes', () => {
    const profile = snapshot.profile('okta-dev') ?? assert.fail();
    const text = profileHover(profile, snapshot, link);
    assert.match(text, /^\*\*okta\\-dev\*\* · 42 min left\n\n/);
    assert.match(text, /Token: ada\\@example\\\.com/);
    assert.match(text, /Scope: `a b`/);
    assert.match(text, /For: `https:\/\/api\.example\.com`/);
    assert.match(text, /\[Details\]\(details\) · \[Get New Access Token\]\(get_token\)$/);
    const free = profileHover(snapshot.profile('free') ?? assert.fail(), snapshot, link);
    assert.match(free, /^\*\*free\*\* · no access token yet/);
    assert.match(free, /any host, after a question/);
    assert.match(free, /Goes into: the header X\\-Api\\-Key/);
  });

  it('G1, R5: of a workspace’s profile that has no variable: why, and whose it is', () => {
    const both = snapshotOf({ 'okta-dev': good }, {}, { shared: { 'okta.dev': good } });
    const text = (name: string) => profileHover(both.profile(name) ?? assert.fail(), both, link);
    assert.match(text('okta-dev'), /Variable: `VALET_KEY_OKTA_DEV`/);
    assert.match(
      text('okta.dev'),
      /Variable: none\. “okta\\\.dev” has no variable\\: VALET\\_KEY\\_OKTA\\_DEV is kept for your own profile “okta\\-dev”/,
    );
  });

  it('R5: of a JWT what it says of itself, never the token', () => {
    const token = jwtOf({ iss: 'https://login.example.com', sub: 'ada', exp: (start - 3 * minute) / 1000 });
    const owner = { token: summary('one', { expiresAt: start - 3 * minute }), profile: snapshot.profiles[0] };
    const text = literalHover(token, owner, undefined, start, link);
    assert.match(text, /^The access token of \*\*okta\\-dev\*\* itself · expired 3 min ago/);
    assert.match(text, /As the token itself says, not verified:/);
    assert.match(text, /Issuer: `https:\/\/login\.example\.com`/);
    assert.match(text, /Subject: `ada`/);
    assert.match(text, /Expires: .*\\\(expired 3 min ago\\\)|Expires: .*\(expired 3 min ago\)/);
    for (const part of token.split('.')) assert.ok(!text.includes(part));
    const unknown = literalHover('opaque-token-1', undefined, 'okta-dev', start, link);
    assert.equal(
      unknown,
      'A token that is written out. Valet Key does not keep it.\n\n[Use Placeholder Instead](insert_placeholder)',
    );
  });

  it('L10, D19: whatever a JWT or a name says, it makes no link, no icon and no markup', () => {
    const nasty = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.constantFrom(
        '[x](command:evil)',
        '`[x](command:evil)`',
        '<img src=x>',
        '$(key)',
        'a\n\n# b',
        '**b**',
      ),
    );
    fc.assert(
      fc.property(nasty, nasty, (iss, sub) => {
        const text = literalHover(
          jwtOf({ iss, sub, exp: (start + hour) / 1000 }),
          undefined,
          undefined,
          start,
          link,
        );
        const outside = text.replaceAll(/`[^`\n]*`/g, '');
        assert.doesNotMatch(outside, /\]\(|<|(?<!\\)[$*#]|command:/);
        const missing = missingProfileHover(iss, link).replaceAll(/`[^`\n]*`/g, '');
        assert.equal(missing.match(/\]\(/g)?.length, 2);
      }),
    );
  });
});
