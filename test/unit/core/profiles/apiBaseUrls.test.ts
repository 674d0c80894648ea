import assert from 'node:assert/strict';
import {
  destinationOf,
  isPlainHttpElsewhere,
  originOf,
  profilesFor,
  type Destination,
} from '../../../../src/core/profiles/apiBaseUrls';

const api = { name: 'api', apiBaseUrls: ['https://api.example.com/v1', 'http://127.0.0.1:8080'] };

describe('apiBaseUrls', () => {
  for (const [url, expected] of [
    ['https://api.example.com/v1', 'own'],
    ['https://API.example.com:443/v1/users?x=https://evil.example', 'own'],
    ['https://api.example.com/v1?x=1', 'own'],
    ['https://api.example.com/v1/{{id}}/orders', 'own'],
    ['http://127.0.0.1:8080', 'own'],
    ['wss://api.example.com/v1/events', 'own'],
    ['ws://api.example.com/v1/events', 'foreign'],
    ['https://api.example.com/v10', 'foreign'],
    ['https://api.example.com/', 'foreign'],
    ['https://api.example.com/v1/../admin', 'foreign'],
    ['https://api.example.com/v1/%2e%2e/admin', 'foreign'],
    ['https://api.example.com/v1/..%2fadmin', 'foreign'],
    ['https://api.example.com/v1/..%5c%2E%2e/admin', 'foreign'],
    ['https://api.example.com/v1/%252e%252E/admin', 'foreign'],
    ['https://api.example.com/v1/%25%32%65./admin', 'foreign'],
    ['https://api.example.com/v1/%2525252525252e./admin', 'foreign'],
    ['https://api.example.com/v1/..;x=1/admin', 'foreign'],
    ['https://api.example.com/v1/a/%2e%2e%3b/admin', 'foreign'],
    ['https://api.example.com/v1/projects/group%2Fproject', 'own'],
    ['https://api.example.com/v1/100%25/a..b;c/...', 'own'],
    ['http://api.example.com/v1', 'foreign'],
    ['https://api.example.com:8443/v1', 'foreign'],
    ['https://api.example.com.evil.example/v1', 'foreign'],
    ['https://api.example.com@evil.example/v1', 'foreign'],
    ['https://evil.example/https://api.example.com/v1', 'foreign'],
    ['https://{{host}}/v1', 'unknown'],
    ['https://api.{{domain}}/v1', 'unknown'],
    ['{{baseUrl}}/v1', 'unknown'],
    ['https://evil.example\\@api.example.com/v1', 'unknown'],
    ['/v1/users', 'unknown'],
    ['', 'unknown'],
    [undefined, 'unknown'],
  ] as const satisfies readonly (readonly [string | undefined, Destination])[]) {
    it(`R12, G8: ${String(url)} is ${expected}`, () => {
      assert.equal(destinationOf(api, url), expected);
    });
  }

  it('R12: a profile that names none is for any', () => {
    assert.equal(destinationOf({}, 'https://evil.example'), 'unrestricted');
    assert.equal(destinationOf({}, undefined), 'unrestricted');
  });

  it('R12: the profile with the longest match comes first, then in the order of the settings', () => {
    const profiles = [
      { name: 'root', apiBaseUrls: ['https://a.example'] },
      { name: 'none' },
      { name: 'deep', apiBaseUrls: ['https://a.example/x/y', 'https://b.example'] },
      { name: 'too', apiBaseUrls: ['https://a.example/x/y'] },
      { name: 'other', apiBaseUrls: ['https://c.example'] },
    ];
    const names = (url: string) => profilesFor(url, profiles).map(({ name }) => name);
    assert.deepEqual(names('https://a.example/x/y/z'), ['deep', 'too', 'root']);
    assert.deepEqual(names('https://a.example/x'), ['root']);
    assert.deepEqual(names('https://d.example'), []);
    assert.deepEqual(names('{{host}}'), []);
  });

  it('L15: plain http to another machine is told from loopback', () => {
    assert.equal(isPlainHttpElsewhere('http://a.example/x'), true);
    assert.equal(isPlainHttpElsewhere('http://localhost:3000/x'), false);
    assert.equal(isPlainHttpElsewhere('https://a.example'), false);
    assert.equal(isPlainHttpElsewhere('http://{{host}}/x'), false);
    assert.equal(originOf('https://a.example:8443/x?y'), 'https://a.example:8443');
  });
});
