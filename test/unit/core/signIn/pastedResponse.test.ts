import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readPasted } from '../../../../src/core/signIn/pastedResponse';
import { PendingSignIn, type Awaited } from '../../../../src/core/signIn/pendingSignIns';
import { awaited, redirectUri, state } from './awaited';

/** Salesforce's codes end in “=”, which an address writes as “%3D”. */
const code = 'aPrxp.Q_x+/Y==';
const query = `code=${encodeURIComponent(code)}&state=${state}`;
const whole = `${redirectUri}?${query}`;

const read = (text: string, changes: Partial<Awaited> = {}, onlyOne = true) =>
  readPasted(text, new PendingSignIn(awaited(changes)), onlyOne);

function answerIn(text: string, changes: Partial<Awaited> = {}): Record<string, string> {
  const pasted = read(text, changes);
  assert.equal(pasted.kind, 'answer', `${text}: ${JSON.stringify(pasted)}`);
  return pasted.kind === 'answer' ? Object.fromEntries(pasted.parameters) : {};
}

function refusal(text: string, changes: Partial<Awaited> = {}, onlyOne = true): string {
  const pasted = read(text, changes, onlyOne);
  assert.equal(pasted.kind, 'refused', `${text}: ${JSON.stringify(pasted)}`);
  return pasted.kind === 'refused' ? pasted.why : '';
}

describe('A21: what a person pasted', () => {
  const same: Readonly<Record<string, string>> = {
    'the whole URL': whole,
    'with blanks around it': `  ${whole}\t`,
    'broken into lines': `${whole.slice(0, 60)}\r\n   ${whole.slice(60, 90)}\n${whole.slice(90)}\n`,
    'with a blank where a line was broken': `${whole.slice(0, 70)} ${whole.slice(70)}`,
    'in quotes': `"${whole}"`,
    'in other quotes': `“${whole}”`,
    'in backquotes': `\`${whole}\``,
    'in angle brackets': `<${whole}>`,
    'with Facebook’s ending': `${whole}#_=_`,
    'with an empty fragment': `${whole}#`,
    'with invisible characters': `\u200b${whole}\ufeff`,
    'without the scheme, as some browsers show it': whole.slice('https://'.length),
    'only the query': query,
    'only the query, with its “?”': `?${query}`,
    'in another order, with more than anybody asked for': `${redirectUri}?session_state=x&state=${state}&hd=&code=${encodeURIComponent(code)}`,
    'with the host in capitals': whole.replace('login.salesforce.com', 'LOGIN.Salesforce.com'),
  };
  for (const [how, text] of Object.entries(same)) {
    it(`${how}: the code is decoded exactly once`, () => {
      const { code: got, state: gotState } = answerIn(text);
      assert.equal(got, code);
      assert.equal(gotState, state);
    });
  }

  it('a code that holds a percent sign is decoded once and not twice', () => {
    assert.equal(answerIn(`${redirectUri}?code=a%253D&state=${state}`).code, 'a%3D');
  });

  it('a fragment, where the answer comes in one', () => {
    const changes = { takesTokens: true, takesCodeAlone: false };
    const answer = `access_token=abc&token_type=bearer&state=${state}`;
    assert.equal(answerIn(`${redirectUri}#${answer}`, changes).access_token, 'abc');
    assert.equal(answerIn(`#${answer}`, changes).access_token, 'abc');
    assert.equal(answerIn(answer, changes).access_token, 'abc');
  });

  it('A11: an error is an answer like any other', () => {
    const { error, error_description: words } = answerIn(
      `${redirectUri}?error=access_denied&error_description=no+way, Sir&state=${state}`,
    );
    assert.equal(error, 'access_denied');
    assert.equal(words, 'no way, Sir');
  });

  it('the redirect URI of an app, of one slash or with a query of its own', () => {
    assert.equal(answerIn(`com.example.app:/cb?${query}`, { redirectUri: 'com.example.app:/cb' }).code, code);
    const own = 'https://app.example/cb?tenant=a%20b';
    assert.equal(answerIn(`${own}&${query}`, { redirectUri: own }).code, code);
    assert.match(refusal(`https://app.example/cb?${query}`, { redirectUri: own }), /lacks a part/);
  });

  it('nothing yet', () => {
    for (const text of ['', '  ', '\n', '""']) assert.equal(read(text).kind, 'nothing', text);
  });

  it('A17: another address is refused, however near it is', () => {
    for (const other of [
      `https://login.salesforce.com/services/oauth2/success/?${query}`,
      `https://login.salesforce.com/services/oauth2?${query}`,
      `http://login.salesforce.com/services/oauth2/success?${query}`,
      `https://login.salesforce.com:8443/services/oauth2/success?${query}`,
      `https://login.salesforce.com.evil.example/services/oauth2/success?${query}`,
      `https://x@login.salesforce.com/services/oauth2/success?${query}`,
      `evil.example/services/oauth2/success?${query}`,
      `javascript://login.salesforce.com/services/oauth2/success?${query}`,
    ]) {
      assert.match(refusal(other), /^The URL must begin with https:\/\/login\.salesforce\.com/, other);
    }
    const localhost = { redirectUri: 'http://127.0.0.1:7890/cb' };
    assert.match(refusal(`http://localhost:7890/cb?${query}`, localhost), /must begin with http:\/\/127/);
  });

  it('T16: the answer of another sign-in is refused, and one without a state', () => {
    assert.match(refusal(`${redirectUri}?code=abcdef&state=another`), /^That URL belongs to another sign-in/);
    assert.match(refusal(`${redirectUri}?code=abcdef`), /^That URL has no state/);
    assert.match(refusal(`${redirectUri}?error=access_denied`), /^That URL says: access_denied/);
    assert.match(refusal(redirectUri), /holds no answer/);
  });

  it('A6: what comes twice is refused', () => {
    assert.match(refusal(`${whole}&code=x`), /holds code more than once/);
    assert.match(refusal(`${whole}&state=${state}`), /holds state more than once/);
  });

  it('A8: a token where a code was asked for is refused, and not repeated', () => {
    for (const name of ['access_token', 'id_token', 'token']) {
      for (const sign of ['?', '#']) {
        const why = refusal(`${redirectUri}${sign}${name}=s3cret-token&state=${state}`);
        assert.match(why, /^That URL holds a token; this profile asks for a code/);
        assert.ok(!why.includes('s3cret'));
      }
    }
  });

  it('where the sign-in begins is not where it ends', () => {
    for (const begin of [
      'https://as.example/authorize?response_type=code&client_id=x',
      'https://as.example/authorize?client_id=x&request_uri=urn:x',
      `http://127.0.0.1:1234/start/${'a'.repeat(32)}`,
    ]) {
      assert.match(refusal(begin), /^That is where the sign-in begins/);
    }
  });

  it('a code alone is taken with a warning, decoded once', () => {
    for (const text of [code, encodeURIComponent(code), ` "${code}" `]) {
      const pasted = read(text);
      assert.equal(pasted.kind === 'code_alone' && pasted.code, code, text);
      assert.match(
        pasted.kind === 'code_alone' ? pasted.warning : '',
        /“%3D” or “=” at its end belongs to it/,
      );
    }
    assert.equal(read(code, { redirectUri: 'urn:ietf:wg:oauth:2.0:oob' }).kind, 'code_alone');
  });

  it('a code alone is refused while several sign-ins wait, where it is not enough, and where it is none', () => {
    assert.match(refusal(code, {}, false), /^Several sign-ins wait/);
    assert.match(refusal(code, { takesCodeAlone: false }), /^A code alone is not enough/);
    for (const text of ['not a url', 'abc', 'codé-codé', 'abcdef%', 'x'.repeat(70_000)]) {
      assert.ok(refusal(text).length > 0);
    }
  });

  it('where the server shows the code, any address with the state will do', () => {
    const oob = { redirectUri: 'urn:ietf:wg:oauth:2.0:oob' };
    assert.equal(answerIn(`https://as.example/approval?${query}`, oob).code, code);
    assert.match(refusal('https://as.example/approval?code=abcdef', oob), /has no state/);
  });

  it('never throws, and takes nothing without the state but a code alone', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        redirectUri,
        query,
        '?',
        '#',
        '&',
        '=',
        '%',
        '%zz',
        'code=',
        'state=x',
        'error=',
        '://',
        ':',
      ),
    );
    const texts = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const signIn = new PendingSignIn(awaited());
        const pasted = readPasted(text, signIn, true);
        if (pasted.kind === 'answer') assert.ok(signIn.isOurs(pasted.parameters));
        if (pasted.kind === 'code_alone')
          assert.ok(!/\s/.test(text.trim()) || text.includes('\n') || text.includes('\r'));
      }),
      { numRuns: 2000 },
    );
  });
});
