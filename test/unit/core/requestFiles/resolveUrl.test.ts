import assert from 'node:assert/strict';
import { RequestFile, resolveUrl } from '../../../../src/core/requestFiles/requestFile';
import { Lines } from './lines';

function resolve(text: string): string | undefined {
  const file = RequestFile.parse(new Lines(text));
  const request = file.requestsBetween(0, file.lineCount).at(-1);
  assert.ok(request);
  return resolveUrl(file, request);
}

describe('resolveUrl', () => {
  for (const [name, text, url] of [
    ['as written', 'GET https://a.example/x?y=1', 'https://a.example/x?y=1'],
    ['with variables', '@h = a.example\n@p=8443\nGET https://{{h}}:{{ p }}/x', 'https://a.example:8443/x'],
    [
      'with variables in variables',
      '@b = {{s}}://{{h}}\n@s = https\n@h = a.example\nGET {{b}}/x',
      'https://a.example/x',
    ],
    [
      'with a variable below',
      'GET {{h}}/x\n\n###\n@h = https://a.example\n### \nGET {{h}}/y',
      'https://a.example/y',
    ],
    ['of httpYac’s late variable', '@h := https://a.example\nGET {{h}}', 'https://a.example'],
    ['of several lines', '@q = 1\nGET https://a.example\n  /x\n  ?q={{q}}', 'https://a.example/x?q=1'],
    ['of two lines that say the same', '@h = https://a\n@h = https://a\nGET {{h}}', 'https://a'],
    ['of a path, with Host', 'GET /x\nHost: a.example', 'http://a.example/x'],
    ['of a path, with Host and a port for TLS', 'GET /x\nhost: a.example:8443', 'https://a.example:8443/x'],
    ['of a path, with a variable in Host', '@h=a.example:443\n/x\nHost: {{h}}', 'https://a.example:443/x'],
    ['of a path, with the variable host', '@host = https://a.example\nGET /x', 'https://a.example/x'],
    [
      'with a placeholder in the path',
      'GET https://a.example/{{$guid}}?x={{y}}',
      'https://a.example/{{$guid}}?x={{y}}',
    ],
    [
      'with a Host that says the same',
      '@h = A.example\nGET https://u@a.example/x\nHost: {{h}}:443',
      'https://u@a.example/x',
    ],
    ['of a curl command', "@h = a.example\ncurl 'https://{{h}}/x'", 'https://a.example/x'],
  ] as const) {
    it(`fills in a URL ${name}`, () => assert.equal(resolve(text), url));
  }

  for (const [name, text] of [
    ['a host that nothing says', 'GET https://{{h}}/x'],
    ['a port that nothing says', 'GET https://a.example:{{p}}/x'],
    ['a scheme that nothing says', 'GET {{s}}://a.example/x'],
    ['a placeholder after the host', 'GET https://a.example{{rest}}/x'],
    ['a user that nothing says', 'GET https://a.example/x\n  /y\n###\nGET https://{{u}}@a.example'],
    ['a backslash after it', 'GET https://{{h}}\\@a.example/'],
    ['two values for one variable', '@h = https://a\n@h = https://b\nGET {{h}}/x'],
    ['a variable that the person is asked for', '@h = https://a\n# @prompt h\nGET {{h}}/x'],
    ['a value of the environment', '@h = https://{{$processEnv HOST}}\nGET {{h}}/x'],
    ['an answer of another request', '@h = {{login.response.body.$.url}}\nGET {{h}}/x'],
    ['a variable that is encoded', '@h = a.example\nGET https://{{%h}}/x'],
    ['a variable that names itself', '@h = {{h}}\nGET {{h}}/x'],
    ['variables that name each other', '@a = {{b}}\n@b = {{a}}\nGET {{a}}/x'],
    ['a name that is encoded', '@%h = a.example\n@h = b.example\nGET https://{{%h}}/x'],
    ['the end of a line within a variable', '@h = a.example/\u2028x\nGET https://{{h}}/x'],
    ['the end of a line within the URL', 'GET https://a.example/\u2029x'],
    ['a placeholder that its value makes', '@h = a.example\n@a = {h}}/\nGET https://{{{a}}.b.example/'],
    ['a variable that a request is named like', '@h = a.example\n# @name h\nGET https://{{h}}/x'],
    [
      'a variable that a request elsewhere is named like',
      '# @name h\nGET https://b.example\n###\n@h.x = a.example\nGET https://{{h.x}}/x',
    ],
    ['a variable with one in it that names itself', '@a = a/{{a}}\n@h = {{a}}.b\nGET https://{{h}}/x'],
    ['another Host beside a URL', 'GET https://a.example/x\nHost: b.example'],
    ['another port in it', 'GET https://a.example/x\nHost: a.example:80'],
    ['a Host that nothing says', 'GET https://a.example/x\nhost: {{h}}'],
    ['a Host that is empty', 'GET https://a.example/x\nHost:'],
    ['two Hosts', 'GET /x\nHost: a.example\nHost: b.example'],
    ['no scheme', 'GET a.example/x'],
    ['a path without a host', 'GET /x'],
    ['a path with an unknown host', 'GET /x\nHost: {{h}}'],
    ['a curl command without a URL', 'curl --help'],
  ] as const) {
    it(`does not know where a request goes, of ${name}`, () => assert.equal(resolve(text), undefined));
  }

  it('puts in what is not in doubt, and leaves the rest of the path as it is written', () => {
    const variables = '@v = 1\n@v = 2\n@h = a.example\n@j = {"a":{"b":{{h}}}}\n# @name login';
    assert.equal(
      resolve(`${variables}\nGET https://{{h}}/{{v}}/{{login}}/{{%h}}?{{j}}{{{h}}}`),
      'https://a.example/{{v}}/{{login}}/{{%h}}?{"a":{"b":a.example}}{{{h}}}',
    );
  });

  it('takes names such as __proto__ for names', () => {
    assert.equal(resolve('GET https://{{__proto__}}/{{constructor}}'), undefined);
    assert.equal(resolve('@__proto__ = a\nGET https://{{__proto__}}/'), 'https://a/');
  });
});
