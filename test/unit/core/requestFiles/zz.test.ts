import fc from 'fast-check';
import { isDeepStrictEqual } from 'node:util';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { httpYacReading, ourReading } from './corpus/httpYacReading';
import { isRequestLine } from '../../../../src/core/requestFiles/lineForms';
import { Lines } from './lines';
const line = fc.constantFrom(
  '###',
  '### next',
  '  ####',
  '',
  '  ',
  '\t',
  'GET https://a.example/x',
  'POST {{host}}/x HTTP/1.1',
  'https://a.example',
  '  ?a=1',
  '/path',
  '&b=2',

  'Authorization: Bearer {{$processEnv X}}',
  'accept : */*',
  'Content-Type: multipart/mixed; boundary=b',
  '--b--',
  '# @name one',
  '// @valetkey okta dev',
  '@host = https://a.example',
  '{{',
  '}}',
  '{{@response',
  '< {%',
  '> {%',
  '%}',
  '/*',
  '*/',
  'query {',
  '{ "a": "### b" }',
  '}',
  '< ./body.json',
  '> ./h.js',
  'HTTP/1.1 200 OK',
  '??  status == 200',
  '?? x',
  '<> ./x',
  '>> ./y',
  '#c: 1',
  'some: words',
  '{{x}}',
  'DELETE /x',
  'GET things',
  '/* x */',
  '@x 5',
  '## c',
  '#',
  '...x',
  'proto < ./a',
  'gql x < ./b',
  'fragment A on B {',
  '===',
  'mutation',
  '< {% x %}',
  'curl https://x',
  'words',
  '@x=',
  'Aß: 1',
  'X Y: 1',
);
function filt(r: readonly string[], t: string[]) {
  let keep = true;
  return r.filter((x) => {
    const m = /^(\d+)/.exec(x);
    if (m) keep = isRequestLine(t[+m[1]!]!);
    return keep;
  });
}
describe('fuzz', () => {
  it('differs', async () => {
    const seen = new Set<string>();
    const skip = JSON.parse(process.env.SKIP ?? '[]') as string[];
    for (let i = 0; i < 25; i++) {
      const r = await fc.check(
        fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 8 }), async (t) => {
          if (seen.has(t.join('\n')) || [...skip, ...seen].some((s) => t.join('\n').includes(s))) return;
          const text = t.join('\n');
          const ours = ourReading(RequestFile.parse(new Lines(text)));
          const theirs = filt(await httpYacReading('x', text), t);
          if (!isDeepStrictEqual(ours, theirs)) throw new Error('differ');
        }),
        { numRuns: 200, seed: i },
      );
      if (r.failed && r.counterexample) {
        const text = r.counterexample[0].join('\n');
        seen.add(text);
        console.log(
          JSON.stringify(text),
          'OURS',
          JSON.stringify(ourReading(RequestFile.parse(new Lines(text)))),
          'HTTPYAC',
          JSON.stringify(await httpYacReading('x', text)),
        );
      }
    }
  });
});
