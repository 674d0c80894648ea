import assert from 'node:assert/strict';
import type { Profile } from '../../../../src/core/profiles/profile';
import { readProfiles } from '../../../../src/core/profiles/readProfiles';
import type { DestinationAnswer } from '../../../../src/vscode/requests/destinationPrompt';
import { RequestTokens } from '../../../../src/vscode/requests/requestTokens';
import { good } from '../../core/profiles/exampleProfiles';
import { failureOf } from '../../core/tokens/service';
import { recordOf } from '../../core/tokens/exampleTokens';

const own = 'https://api.example.com/me';
const elsewhere = 'https://evil.example/me';
const file = 'file:///requests.http';

describe('tokens for requests', () => {
  let written: Record<string, Record<string, unknown>>;
  let answers: DestinationAnswer[];
  let questions: string[];
  let asked: { profile: string; interactive: boolean }[];
  let picked: string;
  let pickers: number;
  let remembered: Map<string, string>;
  let environments: Record<string, string>;
  let tokens: RequestTokens;

  beforeEach(() => {
    const bound = { ...good, apiBaseUrls: ['https://api.example.com'] };
    written = { free: good, bound, other: good };
    answers = [];
    questions = [];
    asked = [];
    picked = 'free';
    pickers = 0;
    remembered = new Map();
    environments = {};
    tokens = new RequestTokens({
      settings: {
        read: () => Promise.resolve(readProfiles(written)),
        get: (name) => Promise.resolve(profile(name)),
        members: (name) => written[name] ?? {},
        write: (name, members) => {
          written = { ...written, [name]: members };
          return Promise.resolve();
        },
      },
      service: {
        getAccessToken: ({ name }, { interactive }) => {
          asked.push({ profile: name, interactive });
          return Promise.resolve({ record: { ...recordOf({}), profile: name }, saved: true });
        },
      },
      inUse: {
        get environments() {
          return environments;
        },
        profileOfFile: (uri) => remembered.get(uri),
        rememberFile: (uri, name) => Promise.resolve(void remembered.set(uri, name)),
        use: () => undefined,
      },
      clock: {
        now: () => 0,
        delay: (_, signal) => new Promise((_resolve, reject) => (signal.onabort = reject)),
      },
      pickers: () => ({
        profile: () => {
          pickers++;
          return Promise.resolve(profile(picked));
        },
      }),
      askDestination: ({ message }) => {
        questions.push(message);
        return Promise.resolve(answers.shift() ?? 'no');
      },
    });
  });

  function profile(name: string): Profile {
    const found = readProfiles(written).profiles.find((candidate) => candidate.name === name);
    return found ?? assert.fail(`no profile ${name}`);
  }
  const choose = async (target: Parameters<RequestTokens['chooseProfile']>[0]) => {
    const { profile: chosen, chosenByPerson } = await tokens.chooseProfile(target, 'Test');
    return [chosen.name, chosenByPerson];
  };

  it('R12: the host decides before the comment, the comment before the file’s last choice, and that before a question', async () => {
    assert.deepEqual(await choose({ url: own, hint: 'other', file }), ['bound', false]);
    assert.deepEqual(await choose({ url: elsewhere, hint: 'other', file }), ['other', false]);
    assert.equal(pickers, 0);
    assert.deepEqual(await choose({ url: elsewhere, file }), ['free', true]);
    assert.equal(pickers, 1);
    picked = 'other';
    assert.deepEqual(await choose({ url: elsewhere, file }), ['free', false]);
    assert.equal(pickers, 1);
    assert.deepEqual(await choose({ url: elsewhere, file: 'file:///another.http' }), ['other', true]);
  });

  it('R12: of two profiles for one host the comment decides, and the environment in use', async () => {
    const variant = (environment: string) => ({ ...written.bound, group: 'api', environment });
    written = { ...written, dev: variant('dev'), prod: variant('prod') };
    delete written.bound;
    assert.deepEqual(await choose({ url: own }), ['dev', false]);
    environments = { api: 'prod' };
    assert.deepEqual(await choose({ url: own }), ['prod', false]);
    assert.deepEqual(await choose({ url: own, hint: 'dev' }), ['dev', false]);
  });

  it('R12: a file’s last choice that is gone from the settings is asked for again', async () => {
    remembered.set(file, 'gone');
    assert.deepEqual(await choose({ url: elsewhere, file }), ['free', true]);
  });

  it('R12: a token for a host of its own is had without a question', async () => {
    const record = await tokens.tokenFor(profile('bound'), { url: own });
    assert.equal(record.profile, 'bound');
    assert.deepEqual(questions, []);
  });

  it('G8: no token is even asked for when the person does not want it to go there', async () => {
    const sending = { url: elsewhere, chosenByPerson: true };
    assert.equal((await failureOf(tokens.tokenFor(profile('bound'), sending))).code, 'cancelled');
    assert.deepEqual(asked, []);
    assert.equal(questions.length, 1);
  });

  it('G8: “once” asks again, “in this window” does not, and is for that host and profile alone', async () => {
    answers = ['once', 'window', 'once', 'once'];
    const send = (name: string, url: string) => tokens.tokenFor(profile(name), { url });
    await send('bound', elsewhere);
    await send('bound', elsewhere);
    await send('bound', `${elsewhere}?again`);
    assert.equal(questions.length, 2);
    await send('free', elsewhere);
    await send('bound', 'https://third.example');
    assert.equal(questions.length, 4);
  });

  it('R12: who has chosen a profile for an address is not asked about it when the file says the same', async () => {
    await tokens.tokenFor(profile('free'), { url: elsewhere, chosenByPerson: true });
    await tokens.tokenFor(profile('free'), { url: `${elsewhere}?again` });
    assert.deepEqual(questions, []);
    answers = ['no'];
    assert.equal((await failureOf(tokens.tokenFor(profile('other'), { url: elsewhere }))).code, 'cancelled');
  });

  it('G8: “in this window” for a host that nobody knows allows nothing else', async () => {
    answers = ['window', 'no'];
    await tokens.tokenFor(profile('bound'), { url: undefined });
    const again = tokens.tokenFor(profile('bound'), { url: undefined });
    assert.equal((await failureOf(again)).code, 'cancelled');
    assert.equal(questions.length, 2);
  });

  it('G8: there it allows the same request of the same file, as long as neither is changed', async () => {
    answers = ['window', 'window'];
    const send = (asWritten: string) => tokens.tokenFor(profile('bound'), { url: undefined, asWritten });
    await send('GET {{host}}/a, file and variables');
    await send('GET {{host}}/a, file and variables');
    assert.equal(questions.length, 1);
    await send('GET {{host}}/a, file and other variables');
    assert.equal(questions.length, 2);
  });

  it('S9: “Add to Profile” writes no value of an environment variable into the settings', async () => {
    const bound = { ...good, apiBaseUrls: ['${env:API}'] };
    const environment = () => 'https://secret-host.example';
    const [read] = readProfiles({ bound }, { environment }).profiles;
    written = { bound };
    answers = ['always'];
    await tokens.tokenFor(read ?? assert.fail(), { url: elsewhere });
    assert.deepEqual(written.bound?.apiBaseUrls, ['${env:API}', 'https://evil.example']);
  });

  it('R12: “Add to Profile” writes the address into the profile, beside what is there', async () => {
    answers = ['always'];
    await tokens.tokenFor(profile('bound'), { url: elsewhere });
    assert.deepEqual(written.bound?.apiBaseUrls, ['https://api.example.com', 'https://evil.example']);
    await tokens.tokenFor(profile('bound'), { url: elsewhere });
    assert.equal(questions.length, 1);
  });
});
