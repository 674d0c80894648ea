import assert from 'node:assert/strict';
import { destinationQuestion, type TokenUse } from '../../../../src/core/requestFiles/destinationQuestion';

const free = { name: 'demo', source: 'user' } as const;
const bound = { ...free, apiBaseUrls: ['https://api.example.com'] };

describe('the question before a token goes elsewhere', () => {
  it('R12: none where the profile says that it belongs, whoever chose it', () => {
    assert.equal(destinationQuestion(bound, 'https://api.example.com/me', false), undefined);
    assert.equal(destinationQuestion(bound, 'https://api.example.com/me', true), undefined);
  });

  it('G8: a host that the profile is not for is asked about, even where the person chose the profile', () => {
    const question = destinationQuestion(bound, 'https://evil.example/x?y=1', true);
    assert.match(question?.message ?? '', /^Send the access token of “demo” to https:\/\/evil\.example\?$/);
    assert.match(question?.detail ?? '', /“demo” is for https:\/\/api\.example\.com, and for nothing else/);
    assert.equal(question?.addable, 'https://evil.example');
    assert.match(
      question.detail,
      /“Add to Profile” writes https:\/\/evil\.example into the apiBaseUrls of “demo”/,
    );
  });

  it('G8: it asks about what is done now: a token that is inserted or copied is not sent yet', () => {
    const asked = (use: TokenUse) => destinationQuestion(bound, 'https://evil.example/x', true, use)?.message;
    assert.equal(
      asked('insert'),
      'Insert the access token of “demo” into a request to https://evil.example?',
    );
    assert.equal(asked('copy'), 'Copy the access token of “demo” for a request to https://evil.example?');
  });

  it('G7, G8: a profile without apiBaseUrls that only a file named is asked about', () => {
    const question = destinationQuestion(free, 'https://evil.example/x', false);
    assert.match(question?.detail ?? '', /does not say which hosts/);
    assert.equal(destinationQuestion(free, 'https://evil.example/x', true), undefined);
  });

  it('G8: an answer for one host or profile is none for another', () => {
    const key = (name: string, url: string) => destinationQuestion({ ...free, name }, url, false)?.key;
    const keys = [
      'https://a.example',
      'https://a.example:8443',
      'https://b.example',
      'mqtt://a.example',
      'mqtt://b.example',
    ].flatMap((url) => [key('one', url), key('two', url)]);
    assert.equal(new Set(keys).size, keys.length);
    assert.equal(key('one', 'https://a.example/1'), key('one', 'https://a.example/2'));
  });

  it('G8: an answer for a host that nobody knows is none for any other request', () => {
    for (const url of [undefined, '{{x}}/a', 'https://{{host}}/']) {
      assert.equal(destinationQuestion(bound, url, true)?.key, undefined, url);
    }
    assert.match(destinationQuestion(bound, undefined, true)?.detail ?? '', /cannot tell from the file/);
  });

  it('R12: a host that is a variable is named as such, and cannot be added to the profile', () => {
    const question = destinationQuestion(bound, 'https://{{host}}/x', true);
    assert.match(question?.detail ?? '', /holds a variable, https:\/\/\{\{host\}\}\/x/);
    assert.equal(question?.addable, undefined);
    assert.doesNotMatch(question?.detail ?? '', /Add to Profile/);
  });

  it('L15: plain http to another machine is asked about and said, and cannot be added to the profile', () => {
    const question = destinationQuestion(free, 'http://a.example/x', true);
    assert.match(question?.detail ?? '', /plain http: anyone on the way can read the token/);
    assert.equal(question?.addable, undefined);
    assert.equal(destinationQuestion(free, 'http://localhost:3000/x', true), undefined);
  });
});
