import assert from 'node:assert/strict';
import type { HttpYacRequest } from '../../../../../src/core/feeds/httpYac/httpYacTypes';
import { checkWay } from '../../../../../src/core/feeds/httpYac/way';

const passes = (request: HttpYacRequest) => {
  try {
    checkWay(request, 'demo');
    return true;
  } catch (error) {
    assert.match(
      String(error),
      /goes through a proxy.*“demo”\. It was not sent\.$|Host header.*“demo”\. It was not sent\.$/,
    );
    return false;
  }
};

describe('the way of a request of httpYac', () => {
  const [url, local, proxy] = [
    'https://api.example.com/a',
    'http://127.0.0.1:3000/a',
    'http://proxy.example',
  ];

  it('G8: no token goes through a proxy that could read it', () => {
    assert.ok(!passes({ url, proxy, noRejectUnauthorized: true }));
    assert.ok(!passes({ url: local, proxy }));
  });

  it('I13: one that cannot is what companies have, and without one nothing is refused', () => {
    assert.ok(passes({ url, proxy }));
    assert.ok(passes({ url, noRejectUnauthorized: true }));
    assert.ok(passes({ url: local, proxy: '' }));
  });

  it('G8: no token goes to a server that the Host header alone names', () => {
    for (const headers of [
      { Host: 'evil.example' },
      { hOST: 'api.example.com:8443' },
      { host: ['api.example.com', 'evil.example'] },
      { Host: 'api.example.com', host: 'evil.example' },
      { ':authority': 'evil.example' },
      { Host: '' },
      { Host: 'api.example.com/\r\nX: y' },
      { Host: 'x@evil.example' },
      { Host: { toString: () => 'evil.example' } },
    ]) {
      assert.ok(!passes({ url, headers }), JSON.stringify(headers));
    }
  });

  it('R12: one that says what the address says is no other server', () => {
    for (const Host of ['api.example.com', 'API.example.com', 'api.example.com:443', undefined]) {
      assert.ok(passes({ url, headers: { Host } }), Host);
    }
    assert.ok(passes({ url: 'http://a.example:8443/x', headers: { host: ['a.example:8443'] } }));
    assert.ok(passes({ url: 'wss://a.example/x', headers: { host: 'a.example:443' } }));
    assert.ok(passes({ url: 'mqtt://A.example:1883', headers: { host: 'a.example:1883' } }));
  });
});
