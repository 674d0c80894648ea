import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import { waitingWords } from '../../../../src/core/signIn/waitingWords';
import { waysBack, type Host, type WaysBackInput } from '../../../../src/core/signIn/waysBack';

const appUri = 'vscode://valetkey.valet-key/callback';
const hosts: readonly Host['kind'][] = ['local', 'remote', 'web'];
const deliveries: readonly WaysBackInput['delivery'][] = ['query', 'fragment', 'form_post'];

const redirectUris = {
  'no redirect URI': undefined,
  'a fixed loopback port': 'http://127.0.0.1:7890/callback',
  localhost: 'http://localhost:7890/callback',
  'IPv6 loopback': 'http://[::1]:7890/callback',
  'the link that opens this editor': appUri,
  'the link of another editor': 'cursor://valetkey.valet-key/callback',
  'another link to this editor': 'vscode://valetkey.valet-key/other',
  'the same link in capitals': 'vscode://ValetKey.valet-key/callback',
  'a page by https': 'https://login.salesforce.com/services/oauth2/success',
  'this computer by https': 'https://localhost:7890/callback',
  'another machine by http': 'http://app.example/callback',
  'the scheme of an app': 'com.example.app:/callback',
  'another extension': 'vscode://other.extension/callback',
  'a code that the server shows': 'urn:ietf:wg:oauth:2.0:oob',
} as const;

/** What comes out: with a query, with a fragment, with a form; on this machine, and in a browser. */
const loopback = [
  'loopback, pasted_url',
  'loopback, pasted_url',
  'loopback',
  'pasted_url, loopback',
  'pasted_url, loopback',
  'loopback',
] as const;
const pasted = ['pasted_url', 'pasted_url', 'none', 'pasted_url', 'pasted_url', 'none'] as const;
const never = ['none', 'none', 'none', 'none', 'none', 'none'] as const;
const expected: Readonly<Record<keyof typeof redirectUris, readonly string[]>> = {
  'no redirect URI': loopback,
  'a fixed loopback port': loopback,
  localhost: loopback,
  'IPv6 loopback': loopback,
  'the link that opens this editor': [
    'uri_handler, pasted_url',
    'pasted_url',
    'none',
    'pasted_url, uri_handler',
    'pasted_url',
    'none',
  ],
  'the link of another editor': never,
  'another link to this editor': never,
  'the same link in capitals': never,
  'a page by https': pasted,
  'this computer by https': pasted,
  'another machine by http': pasted,
  'the scheme of an app': pasted,
  'another extension': pasted,
  'a code that the server shows': pasted,
};

function waysOf(input: WaysBackInput): string {
  try {
    return waysBack(input).join(', ');
  } catch (error) {
    assert.ok(error instanceof ValetKeyError);
    assert.equal(error.code, 'profile_invalid');
    assert.equal(error.remedy, 'edit_profile');
    assert.ok(error.hint);
    return 'none';
  }
}

describe('the ways back', () => {
  for (const [what, redirectUri] of Object.entries(redirectUris)) {
    for (const kind of hosts) {
      it(`F1: of ${what}, ${kind}`, () => {
        const found = deliveries.map((delivery) => waysOf({ redirectUri, delivery, host: { kind, appUri } }));
        const rows = expected[what as keyof typeof redirectUris];
        assert.deepEqual(found, kind === 'web' ? rows.slice(3) : rows.slice(0, 3));
      });
    }

    it(`of ${what}, when the person wants to paste: that alone, or nothing`, () => {
      for (const kind of hosts) {
        const found = deliveries.map((delivery) =>
          waysOf({ redirectUri, delivery, host: { kind, appUri }, wanted: 'pasted_url' }),
        );
        const isOfOther = expected[what as keyof typeof redirectUris] === never;
        const row = isOfOther ? 'none' : 'pasted_url';
        assert.deepEqual(found, [row, row, 'none']);
      }
    });
  }

  it('F1: another editor’s link is refused with the link of this one', () => {
    const input = { redirectUri: appUri, delivery: 'query' } as const;
    const cursor = { kind: 'local', appUri: 'cursor://valetkey.valet-key/callback' } as const;
    assert.throws(
      () => waysBack({ ...input, host: cursor }),
      (error) =>
        error instanceof ValetKeyError &&
        error.message.includes('Here it is cursor://valetkey.valet-key/callback.') &&
        (error.hint ?? '').includes('Register cursor://valetkey.valet-key/callback'),
    );
  });
});

describe('what is said while a sign-in waits', () => {
  const redirectUri = redirectUris['a page by https'];
  const cases = [
    [{ ways: ['loopback', 'pasted_url'], redirectUri }, /with your browser…$/],
    [{ ways: ['uri_handler', 'pasted_url'], redirectUri }, /and to let it open this editor…$/],
    [
      { ways: ['pasted_url'], redirectUri },
      /Then paste the URL that it ends on, which begins with https:\/\/login\.sales.*success\.$/,
    ],
    [
      { ways: ['pasted_url'], redirectUri: 'urn:ietf:wg:oauth:2.0:oob' },
      /Then paste the code that the server shows\.$/,
    ],
    [
      { ways: ['pasted_url', 'loopback'], redirectUri },
      /Then paste the URL .* unless it comes back by itself\.$/,
    ],
    [
      { ways: ['loopback', 'pasted_url'], redirectUri: 'http://127.0.0.1:7890/cb', forwardedTo: 7891 },
      /Then paste the URL .* port 7890 is port 7891 on your side\.$/,
    ],
  ] as const;
  for (const [waiting, words] of cases) {
    it(words.source, () => assert.match(waitingWords(waiting), words));
  }

  it('makes no link of what a redirect URI holds', () => {
    const words = waitingWords({ ways: ['pasted_url'], redirectUri: 'https://a.example/[x](command:y)' });
    assert.ok(!words.includes(']('), words);
  });
});
