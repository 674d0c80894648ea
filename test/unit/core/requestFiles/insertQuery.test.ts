import assert from 'node:assert/strict';
import { queryEdits } from '../../../../src/core/requestFiles/insertQuery';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { Lines } from './lines';

const placeholder = '{{$auth.token("a b&c#d")}}';

function inserted(text: string, cursor = 0): string {
  const lines = new Lines(text);
  const result = queryEdits(RequestFile.parse(lines), lines, [cursor], 'key', placeholder);
  return result.kind === 'edit' ? lines.after(result.edits) : result.kind;
}

describe('a placeholder in the URL', () => {
  for (const [before, after] of [
    ['GET https://a.example/me', `GET https://a.example/me?key=${placeholder}`],
    ['GET https://a.example/me HTTP/1.1', `GET https://a.example/me?key=${placeholder} HTTP/1.1`],
    ['GET https://a.example/me?x=1#top', `GET https://a.example/me?x=1&key=${placeholder}#top`],
    ['https://a.example', `https://a.example?key=${placeholder}`],
    ['GET https://a.example/me?key=old&x=1', `GET https://a.example/me?key=${placeholder}&x=1`],
    ['GET https://a.example/me?monkey=1', `GET https://a.example/me?monkey=1&key=${placeholder}`],
    [
      'GET https://a.example/me\n  ?x=1\n  &y=2\nAccept: */*',
      `GET https://a.example/me\n  ?x=1\n  &y=2&key=${placeholder}\nAccept: */*`,
    ],
    [`GET https://a.example/me?key=${placeholder}`, `GET https://a.example/me?key=${placeholder}`],
  ] as const) {
    it(`L16: ${before.split('\n').join(' ⏎ ')}`, () => {
      assert.equal(inserted(before), after);
      assert.equal(inserted(after), after);
    });
  }

  it('L5: in a line that is written to keep the reader busy', () => {
    const blanks = ' '.repeat(1_000_000);
    for (const end of ['', '#top', ' HTTP/1.1']) {
      assert.equal(
        inserted(`GET https://a.example/${blanks}y${end}`),
        `GET https://a.example/${blanks}y?key=${placeholder}${end}`,
      );
    }
  });

  it('L4: not where there is no request, nor in a curl command', () => {
    assert.equal(inserted('# nothing'), 'no_request');
    assert.equal(inserted('curl https://a.example'), 'curl_command');
  });
});
