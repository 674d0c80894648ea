import assert from 'node:assert/strict';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { generateCorpus } from './corpus/generateCorpus';
import { httpYacReading, ourReading } from './corpus/httpYacReading';
import { Lines } from './lines';

describe('the parser of request files, held against httpYac’s own', () => {
  it('finds the same requests, methods, URLs and headers in generated files', async () => {
    const corpus = generateCorpus(220);
    let bad = 0;
    for (const { name, text } of corpus) {
      const ours = ourReading(RequestFile.parse(new Lines(text.replaceAll('\r\n', '\n'))));
      const theirs = await httpYacReading(name, text);
      try {
        assert.deepEqual(ours, theirs);
      } catch (e) {
        if (bad++ < 12) console.log(text, '\n', (e as Error).message);
      }
    }
    console.log(bad);
  });
});
