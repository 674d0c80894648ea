import assert from 'node:assert/strict';
import { placeholderOffer, profileOfHeader } from '../../../../src/core/requestFiles/placeholderOffer';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { Lines } from './lines';

function headersOf(header: string) {
  const [request] = RequestFile.parse(new Lines(`GET https://a.example\n${header}\n`)).requestsBetween(0, 9);
  return request?.headers ?? assert.fail();
}

function offered(header: string): readonly string[] {
  const { message, button } = placeholderOffer(headersOf(header));
  return [message, button];
}

describe('what is offered where a fresh token has no place', () => {
  it('R7: without a header, to write one', () => {
    const [message, button] = offered('Accept: */*');
    assert.match(message ?? '', /^This request has no Authorization header/);
    assert.equal(button, 'Insert Placeholder and Send');
  });

  it('R7: with something else in it, to replace that', () => {
    for (const value of ['Bearer abc.def.ghi', 'Basic YTpi', 'Bearer {{token}}', '']) {
      const [message, button] = offered(`Authorization: ${value}`);
      assert.match(message ?? '', /without a placeholder of Valet Key/, value);
      assert.equal(button, 'Replace with Placeholder and Send');
    }
  });

  it('R7: with a placeholder of ours that REST Client does not know, says so', () => {
    for (const value of ['Bearer {{$auth.token("demo")}}', 'valetkey demo']) {
      const [message, button] = offered(`Authorization: ${value}`);
      assert.match(
        message ?? '',
        /^httpYac fills in the placeholder of this request, and REST Client does not/,
      );
      assert.equal(button, 'Use REST Client’s Placeholder and Send');
      assert.equal(profileOfHeader(headersOf(`Authorization: ${value}`)), 'demo');
    }
  });
});
