import assert from 'node:assert/strict';
import { ValetKeyError } from '../../../../src/core/errors';
import { explainCodeAlone, explainListening, signInTooLate } from '../../../../src/core/signIn/signInErrors';

const local = { kind: 'local', appUri: 'vscode://valetkey.valet-key/callback' } as const;
const refused = (error: string, hint: string) =>
  new ValetKeyError('token_request_refused', 'Refused.', { hint, remedy: 'try_again', server: { error } });

describe('what is said when a way back fails', () => {
  it('A21: invalid_grant after a code alone: what belongs to its end, before the rest of the advice', () => {
    const error = explainCodeAlone(refused('invalid_grant', 'Start again.'));
    assert.ok(error instanceof ValetKeyError);
    assert.match(
      error.hint ?? '',
      /^Was the code copied whole\? A “%3D” or “=” at its end belongs to it.* Start again\.$/,
    );
    assert.deepEqual(
      [error.code, error.message, error.remedy, error.server],
      ['token_request_refused', 'Refused.', 'try_again', { error: 'invalid_grant' }],
    );
  });

  it('any other error is left alone, and so is one that says it already', () => {
    for (const error of [
      refused('invalid_client', 'x'),
      refused('invalid_grant', 'It lacks %3D.'),
      new Error('x'),
    ]) {
      assert.equal(explainCodeAlone(error), error);
    }
  });

  it('E6: where nobody can listen, pasting is offered first, and what mends the port second; unless it cannot be pasted', () => {
    const taken = new ValetKeyError('port_in_use', 'Taken.', { hint: 'See who.', remedy: 'edit_profile' });
    const error = explainListening(taken, ['loopback', 'pasted_url']);
    assert.ok(error instanceof ValetKeyError);
    assert.deepEqual(
      [error.code, error.remedy, error.otherRemedy],
      ['port_in_use', 'paste_url', 'edit_profile'],
    );
    assert.match(error.hint ?? '', /^See who\. Or sign in without a listener, and paste the URL/);
    assert.equal(explainListening(taken, ['loopback']), taken);
    const other = new ValetKeyError('internal', 'x');
    assert.equal(explainListening(other, ['loopback', 'pasted_url']), other);
  });

  it('too late: what is offered next is a way that was not open, or what to compare', () => {
    const couldPaste = signInTooLate(['loopback', 'pasted_url'], local, {});
    assert.deepEqual([couldPaste.remedy, couldPaste.otherRemedy], ['try_again', 'paste_url']);
    for (const ways of [['pasted_url'], ['loopback']] as const) {
      const error = signInTooLate(ways, local, {});
      assert.deepEqual([error.remedy, error.otherRemedy], ['try_again', 'copy_redirect_uri']);
      assert.doesNotMatch(error.hint ?? '', /paste/);
    }
  });

  it('device codes are named where the browser is on another machine, and the server has them', () => {
    const server = { device_authorization_endpoint: 'https://as.example/device' };
    const hintOf = (kind: 'local' | 'remote' | 'web', metadata = {}) =>
      signInTooLate(['loopback'], { ...local, kind }, metadata).hint ?? '';
    assert.match(hintOf('remote', server), /"grantType": "device_code"/);
    assert.match(hintOf('web', server), /"grantType": "device_code"/);
    assert.doesNotMatch(hintOf('local', server), /device/);
    assert.doesNotMatch(hintOf('remote'), /device/);
  });
});
