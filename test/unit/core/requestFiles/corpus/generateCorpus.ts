/*
 * A corpus of request files: every construct of the two grammars at least once, in ever other company. Each file is
 * made from its number alone, so that a failure names a file that can be made again.
 */

const above = [
  '@host = https://api.example.com',
  '@port=8443\n@base = {{host}}:{{port}}/v1',
  '@late := {{host}}/late',
  '# a comment',
  '// another comment',
  '#no blank after the mark',
  '## two marks',
  '# @name login',
  '// @name login',
  '# @prompt code The code that was sent to you',
  '# @note',
  '# @no-redirect',
  '# @no-cookie-jar',
  '# @valetkey okta-dev',
  '// @valetkey okta dev',
  '# @import ./other.http',
  '# @ref login',
  '# @loop for 3',
  '{{\n  exports.started = 1;\n  // GET https://not.a.request\n}}',
  '{{@request\nrequest.headers.x = "GET /no";\n}}',
  '{{+\nexports.all = true;\n}}',
  '< {%\n  client.global.set("a", "https://x");\n%}',
  '< {% request.variables.set("a", 1) %}',
  '< ./before.js',
  '/*\nGET https://commented.out\n*/',
  'query Me {\n  me { id }\n}\n',
  'fragment Parts on Thing {\n  id\n}\n',
  '',
  '   ',
  '\t',
];

const requestLines = [
  'GET https://api.example.com/me',
  'GET https://api.example.com/me HTTP/1.1',
  'POST {{host}}/things HTTP/2',
  'PUT {{base}}/things/{{id}}?a={{b}}',
  'DELETE /things/1',
  'PATCH   https://api.example.com/spaced   HTTP/1.1',
  '  HEAD https://api.example.com/indented',
  '\tOPTIONS\thttps://api.example.com/tabs',
  'PROPFIND http://127.0.0.1:8080/dav/',
  'SEARCH localhost:3000/find',
  'GRAPHQL https://api.example.com/graphql',
  'https://api.example.com/without/method',
  '{{host}}/without/method',
  '/path/alone',
  'api.example.com/host/alone',
  'localhost:3000',
  'GET https://api.example.com/ümlaut/😀?x=😀',
  'GET https://api.example.com/#fragment',
  'GET https://user@api.example.com:8443/x?y=https://other.example',
  'WS wss://api.example.com/socket',
  'wss://api.example.com/socket',
  'SSE https://api.example.com/events',
  'MQTT mqtt://broker.example.com',
];

const urlLines = [
  '',
  '',
  '',
  '?page=1\n&size={{size}}',
  '  ?page=1\n  # a comment in between\n  &size=2',
  '    /more\n    /segments\n    ?and=query',
  '\t?tab=1',
  '?{{query}}',
];

const headers = [
  'Accept: application/json',
  'accept:*/*',
  '  X-Indented :  two  blanks  ',
  '\tX-Tab:\tvalue',
  'Authorization: Bearer {{$processEnv VALET_KEY_OKTA_DEV}}',
  'Authorization: Bearer {{$auth.token("okta-dev")}}',
  'Authorization: valetkey okta-dev',
  'AUTHORIZATION: Basic dXNlcjpwYXNz',
  'X-Empty:',
  'Host: api.example.com:8443',
  'Content-Type: application/json; charset=utf-8',
  'X-Colons: a:b: c',
  'X-Quote: "### not a delimiter"',
  'X-Emoji: 😀 ü',
  "X!#$%&'*+.^_`|~9: odd name",
  'Cookie: a=b; c=d',
  'Cookie: e=f',
  '# a comment between headers',
  '// Authorization: commented out',
  '...sharedHeaders',
];

const bodies = [
  '',
  '\n{ "a": 1, "b": "### not a delimiter", "c": "GET https://x.example" }',
  '\n{\n  "authorization: no": "header",\n  "GET": "https://x.example"\n}',
  '\n\n\nplain text after blank lines\nAuthorization: not a header\n',
  '\n< ./body.json',
  '\n<@utf8 ./body.json',
  '\na=1\n&b=2\n&c={{d}}',
  '\n<root>\n  <GET>https://x.example</GET>\n</root>',
  '\nquery Me($id: ID!) {\n  me(id: $id) { name }\n}\n\n{ "id": 1 }',
  '\n# a comment in the body\n{}\n// and another',
  '\n{}\n\n> {%\n  client.test("GET https://x.example", () => {});\nGET https://in.script\n%}',
  '\n{}\n\n> ./handler.js',
  '\n{}\n\n>> ./saved.json',
  '\n{}\n\n<> ./answer.200.json',
  '\n{}\n\n?? status == 200\n?? body id exists',
  '?? status == 200',
  '\n{{@response\nGET = "https://x.example"\n}}',
  '\nHTTP/1.1 200 OK\nContent-Type: text/plain\nAuthorization: of the answer\n\nanswer',
  '\n{}\n\nHTTP/1.1 404 - Not Found\n\ngone',
  '\n@inBody = value\n{}',
  '\n---\n===\n***',
];

const multipart = [
  'POST https://api.example.com/batch',
  'Authorization: Bearer x',
  'Content-Type: multipart/mixed; boundary=batch',
  '',
  '--batch',
  'Content-Type: application/http',
  '',
  'GET https://api.example.com/one HTTP/1.1',
  'Authorization: of a part',
  '',
  '--batch--',
].join('\n');

const delimiters = ['###', '### a title', '####', '### GET https://in.a.title', '  ###', '###no blank'];
const lineEndings = ['\n', '\n', '\r\n'];

export interface CorpusFile {
  readonly name: string;
  readonly text: string;
}

export function generateCorpus(count: number): readonly CorpusFile[] {
  return Array.from({ length: count }, (_, number) => {
    const random = randomNumbers(number);
    const pick = <T>(from: readonly T[]): T => from[random(from.length)] as T;
    const several = (from: readonly string[], most: number) =>
      Array.from({ length: random(most + 1) }, () => pick(from));
    const block = (index: number) => {
      if (random(12) === 0) return multipart;
      // The number goes through every construct, chance through their company.
      const requestLine = requestLines[(number + index) % requestLines.length] ?? '';
      const lines = [...several(above, 4), requestLine, pick(urlLines), ...several(headers, 5)];
      return [
        ...lines.filter((line, at) => line !== '' || at < lines.indexOf(requestLine)),
        pick(bodies),
      ].join('\n');
    };
    const blocks = Array.from({ length: 1 + random(4) }, (_, index) => block(index));
    const start = pick(['', '', '\uFEFF', '###\n', '\n\n']);
    const text =
      start + blocks.map((text) => `${text}\n${pick(delimiters)}`).join('\n') + pick(['', '\n', '\n\n']);
    return { name: `generated ${number}`, text: text.replaceAll('\n', pick(lineEndings)) };
  });
}

/** The same numbers for the same seed (a linear congruential generator). */
function randomNumbers(seed: number): (below: number) => number {
  let state = (seed * 2_654_435_761 + 12_345) >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
