import assert from 'node:assert/strict';
import { mayHoldRequests } from '../../../../src/core/requestFiles/markdownFences';

describe('whether a Markdown text may hold requests', () => {
  for (const [text, expected] of [
    ['# API\n\n```http\nGET /\n```', true],
    ['> ~~~ rest\r\n> GET /', true],
    ['\t````{.http #id}', true],
    ['- a\n\u00a0 ```HTTP', true],
    ['```https\n```', false],
    ['see ```http', false],
  ] as const) {
    it(`R3: ${JSON.stringify(text)}`, () => assert.equal(mayHoldRequests(text), expected));
  }

  for (const line of ['\n', '\r', '\r\n', '\u2028', ' ', '> ', '```\n', '`']) {
    // It matters that it ends: every Markdown file that is opened is looked through.
    it(`L5: a million times ${JSON.stringify(line)}`, () => {
      assert.equal(mayHoldRequests(`${line.repeat(1_000_000)}x`), false);
    });
  }
});
