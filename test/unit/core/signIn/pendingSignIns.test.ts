import assert from 'node:assert/strict';
import { PendingSignIns } from '../../../../src/core/signIn/pendingSignIns';
import { awaited, state } from './awaited';

describe('the sign-ins that wait', () => {
  let signIns: PendingSignIns;
  let changes: number;

  beforeEach(() => {
    signIns = new PendingSignIns();
    changes = 0;
    signIns.onDidChange(() => (changes += 1));
  });

  const answer = (parameters: Readonly<Record<string, string>> | string) => new URLSearchParams(parameters);

  it('A5: take the first answer with their state, and no second one', async () => {
    const signIn = signIns.add(awaited());
    assert.equal(signIn.deliver(answer({ code: 'first', state })), true);
    assert.equal(signIn.deliver(answer({ code: 'second', state })), false);
    assert.equal(signIn.deliverCode('third-code'), false);
    const { parameters, codeAlone } = await signIn.answer;
    assert.equal(parameters.get('code'), 'first');
    assert.equal(codeAlone, false);
  });

  it('A2, A3, A6: take nothing without it, with another one, or with anything twice', () => {
    const signIn = signIns.add(awaited());
    for (const wrong of [
      'code=x',
      `code=x&state=${state.toLowerCase()}`,
      `code=x&state=${state}%20`,
      `code=x&state=${state.slice(1)}`,
      `code=x&state=${state}&state=${state}`,
      `code=x&code=x&state=${state}`,
    ]) {
      assert.equal(signIn.deliver(answer(wrong)), false, wrong);
    }
    assert.deepEqual(signIns.all, [signIn]);
  });

  it('A21: take a code alone only where that is enough, and say that it was one', async () => {
    assert.equal(signIns.add(awaited({ takesCodeAlone: false })).deliverCode('some-code'), false);
    const signIn = signIns.add(awaited());
    assert.equal(signIn.deliverCode('some+code='), true);
    const { parameters, codeAlone } = await signIn.answer;
    assert.deepEqual(Object.fromEntries(parameters), { code: 'some+code=', state });
    assert.equal(codeAlone, true);
  });

  it('C7: are gone once they got their answer or were given up, and everyone hears of it', () => {
    const [one, other] = [signIns.add(awaited()), signIns.add(awaited())];
    assert.equal(signIns.get(one.id), one);
    one.deliver(answer({ code: 'x', state }));
    assert.equal(one.over.aborted, true);
    other.end();
    other.end();
    assert.equal(other.deliver(answer({ code: 'x', state })), false);
    assert.deepEqual(signIns.all, []);
    assert.equal(signIns.get(one.id), undefined);
    assert.equal(changes, 4);
  });
});
