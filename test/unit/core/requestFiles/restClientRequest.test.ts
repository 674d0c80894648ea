import assert from 'node:assert/strict';
import { restClientRequestAt } from '../../../../src/core/requestFiles/restClientRequest';

const at = (text: string, line: number, kind: 'http' | 'markdown' = 'http') => {
  const lines = text.split('\n');
  return restClientRequestAt({ lineCount: lines.length, lineAt: (n) => lines[n] ?? '' }, kind, line);
};

describe('what REST Client makes of a file', () => {
  it('G8: of a block it is the first line that is no comment, blank line or variable', () => {
    const text =
      '### a\n# c\n\n@x = 1\nGET https://one.example\n?a=1\n  &b\nX: y\n\nGET https://two.example\n###\n';
    for (const line of [4, 7, 9]) {
      assert.deepEqual(at(text, line), { line: 4, url: 'https://one.example?a=1&b' });
    }
    assert.equal(at(text, 0), undefined);
    assert.equal(at('HTTP/1.1 200 OK\nGET https://one.example', 1), undefined);
    assert.equal(at('# nothing', 0), undefined);
  });

  it('G8: of Markdown it is a fence, which begins and ends in one way alone', () => {
    const text =
      '```http\nGET https://one.example\n###\nGET https://two.example\n```\n ```http\nGET https://x.example\n ```';
    assert.deepEqual(at(text, 3, 'markdown'), { line: 1, url: 'https://one.example' });
    assert.equal(at(text, 6, 'markdown'), undefined);
  });

  it('G8: fills in variables as REST Client does, the last line of a name and backslashes among them', () => {
    const url = (variables: string, written: string) =>
      at(`${variables}\n###\nGET ${written}\n`, variables.split('\n').length + 1)?.url;
    assert.equal(
      url('@h = one.example\n@h = two.example', 'https://{{h}}/a HTTP/1.1'),
      'https://two.example/a',
    );
    assert.equal(url('@b = https:\\/\\/{{ h }}\n@h=one.example', '{{b}}/a'), 'https://one.example/a');
    assert.equal(url('@h = one\\nHost: evil.example', 'https://{{h}}'), undefined);
    assert.equal(url('@h := one.example', 'https://{{h}}/'), undefined);
    assert.equal(url('@global.h = one.example', 'https://{{h}}/'), undefined);
    assert.equal(url('# @prompt h\n@h = one.example', 'https://{{h}}/'), 'https://one.example/');
    assert.equal(at('@h = one.example\n# @prompt h\nGET https://{{h}}/', 2)?.url, undefined);
  });

  it('G8: knows no address where the settings of a workspace, or a command line, have a say', () => {
    for (const written of [
      '/me\nHost: one.example',
      'one.example/me',
      'https://{{$dotenv H}}/',
      'https://a$b/',
    ]) {
      assert.deepEqual(at(`GET ${written}`, 0), { line: 0, url: undefined });
    }
    assert.deepEqual(at('curl https://one.example --url https://two.example', 0), {
      line: 0,
      url: undefined,
    });
  });
});
