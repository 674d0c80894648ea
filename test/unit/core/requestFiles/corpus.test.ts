import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { RequestFile } from '../../../../src/core/requestFiles/requestFile';
import { projectFolder } from '../../../support/projectFolder';
import { generateCorpus, type CorpusFile } from './corpus/generateCorpus';
import { httpYacReading, ourReading, type Reading } from './corpus/httpYacReading';
import { Lines } from './lines';

const folder = path.join(projectFolder, 'test/unit/core/requestFiles/corpus/files');

/** Where we do not read what httpYac reads, by the file that shows it, and why. */
const knownDifferences: Readonly<Record<string, string>> = {
  'method in small letters.http': 'REST Client takes it; httpYac makes it a part of the URL.',
  'method that nobody knows.http': 'Both make it a part of a URL that cannot be sent. People mean a method.',
  'words in a body.http': 'httpYac begins a request at “DELETE all”; it stays body, as for REST Client.',
  'words alone.http': 'Both make a URL of them that cannot be sent; no token belongs there.',
  'saved answer alone.http': 'httpYac makes a request of it; REST Client passes over it.',
  'curl.http': 'REST Client’s; httpYac makes a request with the URL “curl https://…” of it.',
  'line that is no header.http':
    'httpYac ends the headers there. REST Client goes on, and so do people who type.',
  'comment without a blank.http': 'httpYac ends the headers at “##”; for REST Client it is a comment.',
  'query without a value.http': 'REST Client has it in the URL; httpYac ends the headers there.',
  'comma after a header.http': 'httpYac cuts it off; REST Client sends it.',
  'delimiter in a comment.http': 'httpYac alone knows /* */; REST Client splits there.',
  'graphql up to a delimiter.http':
    'httpYac takes the delimiter for a line of the query; REST Client splits there.',
};

function read({ name, text }: CorpusFile): { ours: Reading; theirs: Promise<Reading> } {
  const ours = ourReading(RequestFile.parse(new Lines(text.replaceAll('\r\n', '\n'))));
  return { ours, theirs: httpYacReading(name, text) };
}

describe('the parser of request files, held against the httpYac library’s own', () => {
  it('finds the same requests, methods, URLs and headers in 240 generated files', async () => {
    let requestCount = 0;
    for (const file of generateCorpus(240)) {
      const { ours, theirs } = read(file);
      assert.deepEqual(ours, await theirs, `${file.name}:\n${file.text}`);
      requestCount += ours.filter((line) => /^\d/.test(line)).length;
    }
    assert.ok(requestCount > 500, `${requestCount} requests`);
  });

  for (const name of readdirSync(folder)) {
    const text = readFileSync(path.join(folder, name), 'utf8');
    const reason = knownDifferences[name];
    if (reason === undefined) {
      it(`finds the same in “${name}”`, async () => {
        const { ours, theirs } = read({ name, text });
        assert.ok(ours.length > 0);
        assert.deepEqual(ours, await theirs);
      });
    } else {
      it(`differs in “${name}”: ${reason}`, async () => {
        const { ours, theirs } = read({ name, text });
        assert.notDeepEqual(ours, await theirs, 'There is no difference any more: take it off the list.');
      });
    }
  }

  it('has a file for each known difference', () => {
    const files = readdirSync(folder);
    assert.deepEqual(
      Object.keys(knownDifferences).filter((name) => !files.includes(name)),
      [],
    );
  });
});
