import assert from 'node:assert/strict';
import type { HttpYacRequest } from '../../../../../src/core/feeds/httpYac/httpYacTypes';
import { checkWay } from '../../../../../src/core/feeds/httpYac/way';

const passes = (request: HttpYacRequest) => {
  try {
    checkWay(request, 'demo');
    return true;
  } catch (error) {
    assert.match(String(error), /goes through a proxy.*“demo”\. It was not sent\.$/);
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
});
