import assert from 'node:assert/strict';
import { Redactor } from '../../../src/core/redactor';

describe('Redactor', () => {
  it('L10: masks a secret of a flow, plain and URL-encoded', () => {
    const redactor = new Redactor();
    redactor.protect('s3cret/+ value');
    const text = redactor.redact('a s3cret/+ value and s3cret%2F%2B%20value');
    assert.doesNotMatch(text, /s3cret/);
  });

  it('takes whatever a server sends, half a surrogate pair too, and goes on', () => {
    const redactor = new Redactor();
    redactor.protect('half\ud800pair');
    assert.equal(redactor.redact('a half\ud800pair b'), 'a ••• b');
    assert.equal(redactor.redact('an ordinary line'), 'an ordinary line');
  });

  const lines = [
    'Authorization: Bearer abcdef123456',
    'Authorization: Basic YWJjOmRlZg==',
    'POST /token code=SplxlOBeZQQYbYS6WxSbIA&redirect_uri=x',
    '{"access_token":"2YotnFZFEjr1zCsicMWpAA"}',
    '{"refresh_token": "2YotnFZFEjr1zCsicMWpAA"}',
    'client_secret=2YotnFZFEjr1zCsicMWpAA',
    'got eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl today',
  ];
  for (const line of lines) {
    it(`L10: masks what looks like a credential: ${line.slice(0, 24)}…`, () => {
      const secrets = /abcdef123456|YWJjOmRlZg|SplxlOBe|2YotnFZF|eyJzdWIi/;
      assert.match(line, secrets);
      assert.doesNotMatch(new Redactor().redact(line), secrets);
    });
  }

  it('leaves ordinary words alone', () => {
    const line = 'POST https://example.com/token 200 in 31 ms; code flow; the code is 3 lines';
    assert.equal(new Redactor().redact(line), line);
  });
});
