import assert from 'node:assert/strict';
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Clock } from '../../../../../src/core/ports';
import { historyFiles, scrubHistory } from '../../../../../src/vscode/feeds/restClient/historyFile';
import { createRecordingLogger, type RecordingLogger } from '../../../../support/fakes/logger';

const token = 'secret-token-123';
const placeholder = '{{$processEnv VALET_KEY_DEMO}}';
const placeholders = new Map([[token, placeholder]]);
const history = JSON.stringify([{ headers: { Authorization: `Bearer ${token}` } }]);
const scrubbed = history.replace(token, placeholder);

describe('the file of REST Client’s history', () => {
  let folder: string;
  let file: string;
  let logger: RecordingLogger;
  /** Runs while one waits to try again. */
  let meanwhile: () => void;
  const clock: Clock = {
    now: () => 0,
    delay: () => {
      meanwhile();
      return Promise.resolve();
    },
  };
  const scrub = () => scrubHistory(file, placeholders, { clock, logger });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'valet-key-history-'));
    file = path.join(folder, 'history.json');
    logger = createRecordingLogger();
    meanwhile = () => undefined;
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('R14: holds the placeholder and no token, with the rights that it had, and nothing beside it', async () => {
    writeFileSync(file, history);
    chmodSync(file, 0o666);
    assert.equal(await scrub(), true);
    assert.equal(readFileSync(file, 'utf8'), scrubbed);
    assert.equal(statSync(file).mode & 0o777, 0o666);
    assert.deepEqual(readdirSync(folder), ['history.json']);
    const { ino } = statSync(file);
    assert.equal(await scrub(), false);
    assert.equal(statSync(file).ino, ino);
    assert.deepEqual(logger.lines, []);
  });

  it('R14: is replaced where a link leads to it', async () => {
    const elsewhere = path.join(folder, 'elsewhere.json');
    writeFileSync(elsewhere, history);
    symlinkSync(elsewhere, file);
    assert.equal(await scrub(), true);
    assert.equal(readFileSync(elsewhere, 'utf8'), scrubbed);
    assert.equal(readFileSync(file, 'utf8'), scrubbed);
  });

  it('R14: is waited for while REST Client has written half of it', async () => {
    writeFileSync(file, history.slice(0, 40));
    meanwhile = () => writeFileSync(file, history);
    assert.equal(await scrub(), true);
    assert.equal(readFileSync(file, 'utf8'), scrubbed);
  });

  it('R14: is read anew when REST Client writes it between reading and replacing', async () => {
    writeFileSync(file, history);
    let written = 0;
    const whileScrubbing = new Map(placeholders);
    // It is looked through after the file was read.
    whileScrubbing[Symbol.iterator] = () => {
      if (written++ === 0) writeFileSync(file, `[${history}]`);
      return placeholders[Symbol.iterator]();
    };
    assert.equal(await scrubHistory(file, whileScrubbing, { clock, logger }), true);
    assert.equal(written, 2);
    assert.equal(readFileSync(file, 'utf8'), `[${scrubbed}]`);
    assert.deepEqual(readdirSync(folder), ['history.json']);
  });

  it('R14: is left alone where it is no JSON, and the log says so without a word of it', async () => {
    writeFileSync(file, `half ${history.slice(0, 40)}`);
    const before = readFileSync(file, 'utf8');
    assert.equal(await scrub(), false);
    assert.equal(readFileSync(file, 'utf8'), before);
    assert.match(logger.lines.join('\n'), /left as it is: it is no JSON/);
    assert.equal(logger.lines.join('\n').includes(token), false);
    assert.deepEqual(readdirSync(folder), ['history.json']);
  });

  it('R14: need not be there, or hold anything', async () => {
    assert.equal(await scrub(), false);
    writeFileSync(file, '');
    assert.equal(await scrub(), false);
    assert.deepEqual(logger.lines, []);
  });

  it('R14: may be something that cannot be read', async () => {
    file = folder;
    assert.equal(await scrub(), false);
    assert.match(logger.lines.join('\n'), /could not be read or written \(EISDIR\)/);
  });

  it('lies where REST Client puts it', () => {
    const home = path.join('/', 'home', 'rc');
    const cache = path.join('/', 'cache');
    assert.deepEqual(historyFiles({ VSC_REST_CLIENT_HOME: home }), [path.join(home, 'history.json')]);
    const both = historyFiles({ XDG_CACHE_HOME: cache });
    assert.match(both[0] ?? '', /[/\\]\.rest-client[/\\]history\.json$/);
    assert.equal(both[1], path.join(cache, 'rest-client', 'history.json'));
  });
});
