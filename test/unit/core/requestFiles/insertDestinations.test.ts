import assert from 'node:assert/strict';
import { insertDestinations } from '../../../../src/core/requestFiles/insertDestinations';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { Lines } from './lines';

const withRestClient = { settingsSayHost: false };

/** Of the last request that we read. */
function destinations(
  text: string,
  restClient: { readonly settingsSayHost: boolean } | 'none' = withRestClient,
): readonly (string | undefined)[] {
  const lines = new Lines(text);
  const file = RequestFile.parse(lines);
  const request = file.requestsBetween(0, file.lineCount).at(-1) ?? assert.fail();
  return insertDestinations(file, request, lines, restClient === 'none' ? undefined : restClient);
}

describe('where a token goes that is written into a file', () => {
  const inBody = 'POST https://evil.example/c\n\nGET https://api.example.com/me';
  const lateVariable = '@h := https://api.example.com\n###\nGET {{h}}/me';
  const twice = '@h = evil.example\n###\n@h = api.example.com/\u2028x\n###\nGET https://{{h}}/me';

  it('G8: what is of another request’s body for REST Client goes nobody knows where', () => {
    assert.deepEqual(destinations(inBody), [undefined]);
  });

  it('G8: nor is known what it takes for no variable, or for another one', () => {
    assert.deepEqual(destinations(lateVariable), [undefined]);
    assert.deepEqual(destinations(twice), [undefined, 'https://evil.example/me']);
    assert.deepEqual(destinations('@h = a.example\n@h = b.example\nGET https://{{h}}'), [
      undefined,
      'https://b.example',
    ]);
  });

  it('R12: for those who have httpYac alone it is what httpYac reads', () => {
    const text = [inBody, lateVariable, 'GET /me\nHost: api.example.com:443'];
    assert.deepEqual(
      text.map((each) => destinations(each, 'none')),
      [['https://api.example.com/me'], ['https://api.example.com/me'], ['https://api.example.com:443/me']],
    );
  });

  it('R12: what both read alike is one address, that of a path and its Host among them', () => {
    for (const [text, url] of [
      ['@h = api.example.com\nGET https://{{h}}/{{id}} HTTP/1.1', 'https://api.example.com/{{id}}'],
      ['GET /me\nHost: api.example.com:443', 'https://api.example.com:443/me'],
      ['@h = api.example.com\nGET /me\nX: y\nhost: {{h}}', 'http://api.example.com/me'],
    ] as const) {
      assert.deepEqual(destinations(text), [url], text);
    }
  });

  it('G8: where the settings of REST Client name a host, that of a path is not known', () => {
    assert.deepEqual(destinations('GET /me\nHost: api.example.com', { settingsSayHost: true }), [undefined]);
    assert.deepEqual(destinations('GET /me\nHost: a.example\nHOST: b.example'), [undefined]);
    assert.deepEqual(destinations('GET /me\nHost: {{h}}'), [undefined]);
  });
});
