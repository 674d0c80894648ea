import assert from 'node:assert/strict';
import { remedies } from '../../../../../src/core/errors';
import type { ErrorContext } from '../../../../../src/core/protocol/explain/advice';
import { errorTable, lookUp } from '../../../../../src/core/protocol/explain/lookUp';
import { withoutRefreshToken } from '../../../../../src/core/protocol/explain/missingRefreshToken';
import { adviceForStatus } from '../../../../../src/core/protocol/explain/statusAdvice';
import { profileOf } from '../../../../support/harness';
import { authorization, ofProviders, ofStandards, secret, type Circumstances } from './errorCases';

function contextOf(circumstances: Circumstances = {}): ErrorContext {
  const { from = 'token', host = 'login.example.com', refreshing = false } = circumstances;
  const members = { issuer: 'https://login.example.com', clientId: 'app', ...circumstances.profile };
  return { from, host, refreshing, profile: profileOf(members) };
}

describe('the table of errors', () => {
  for (const [error, errorDescription, circumstances, hint, remedy] of [...ofProviders, ...ofStandards]) {
    const from = `${circumstances.host ?? 'any server'}, ${circumstances.from ?? 'token'}${circumstances.refreshing ? ', refresh' : ''}`;
    it(`X1: ${error}${errorDescription === undefined ? '' : ` “${errorDescription.slice(0, 50)}”`} (${from})`, () => {
      const words = { error, ...(errorDescription !== undefined && { errorDescription }) };
      const advice = lookUp(words, contextOf(circumstances));
      assert.match(advice.hint ?? '', hint);
      assert.equal(advice.remedy, remedy);
    });
  }

  it('A19: a server without PKCE leads to the button that turns it off, and never turns it off', () => {
    const words = { error: 'invalid_request', errorDescription: 'code_challenge_method not supported' };
    const advice = lookUp(words, contextOf(authorization));
    assert.equal(advice.remedy, 'turn_pkce_off');
    assert.match(advice.hint ?? '', /never turned off by itself/);
  });

  for (const errorDescription of [
    'Missing parameter: code_challenge_method',
    'Authorization Server policy requires PKCE to be used for this request',
    "PKCE code challenge is required when the token endpoint authentication method is 'NONE'.",
  ]) {
    it(`a server that demands PKCE (“${errorDescription}”) never leads to the button that turns it off`, () => {
      for (const codeChallengeMethod of ['S256', 'none']) {
        const context = contextOf({ ...authorization, profile: { codeChallengeMethod } });
        const { remedy, otherRemedy } = lookUp({ error: 'invalid_request', errorDescription }, context);
        assert.ok(remedy !== 'turn_pkce_off' && otherRemedy !== 'turn_pkce_off');
      }
    });
  }

  it('every row says what is likely and what to do, whom it is about and who says so', () => {
    for (const row of errorTable) {
      assert.ok(row.provider !== '' && row.source !== '', JSON.stringify(row.errors));
      assert.ok(row.errors !== undefined || row.words !== undefined, row.source);
      for (const words of [row.cause, row.todo]) {
        const text = typeof words === 'string' ? words : words(contextOf());
        assert.match(text, /^[A-Z“].*[.)]$/s, text);
      }
    }
  });

  it('no row is hidden by one before it that is the same but for the advice', () => {
    const keys = errorTable.map(({ errors, words, domains, from, when }) =>
      JSON.stringify([errors, words?.source, domains, from, when?.toString()]),
    );
    assert.equal(new Set(keys).size, keys.length);
  });

  it('every remedy is somewhere in the table, or belongs to something that is no answer of a server', () => {
    const inTable = new Set(errorTable.flatMap(({ remedy, otherRemedy }) => [remedy, otherRemedy]));
    assert.deepEqual(
      remedies.filter((remedy) => !inTable.has(remedy)),
      [
        'approve_profile',
        'edit_browsers',
        'use_default_browser',
        'move_client_secret',
        'add_offline_access',
        'paste_url',
      ],
    );
  });
});

describe('buttons', () => {
  const buttons = (error: string, members: Readonly<Record<string, unknown>>) => {
    const { remedy, otherRemedy } = lookUp({ error }, contextOf({ profile: members }));
    return [remedy, otherRemedy];
  };
  const key = { tokenEndpointAuthMethod: 'private_key_jwt' };

  for (const [error, members, expected] of [
    ['incorrect_client_credentials', secret, ['set_client_secret', 'edit_profile']],
    ['incorrect_client_credentials', {}, ['switch_client_authentication', 'edit_profile']],
    ['incorrect_client_credentials', key, ['set_client_key', 'edit_profile']],
    ['incorrect_client_credentials', { ...key, clientKeyFile: '/keys/app.pem' }, ['edit_profile', undefined]],
    [
      'invalid_client',
      { tokenEndpointAuthMethod: 'client_secret_jwt' },
      ['set_client_secret', 'edit_profile'],
    ],
    ['redirect_uri_mismatch', {}, ['copy_redirect_uri', 'edit_profile']],
    ['redirect_uri_mismatch', { grantType: 'client_credentials' }, ['edit_profile', undefined]],
  ] as const) {
    it(`X1: after ${error} a profile with ${JSON.stringify(members)} gets those that can do something`, () => {
      assert.deepEqual(buttons(error, members), expected);
    });
  }
});

describe('advice by status', () => {
  for (const [status, isEmpty, circumstances, hint, remedy] of [
    [400, true, { refreshing: true }, /refresh token/, 'get_new_token'],
    [401, true, { profile: secret }, /client_secret_basic/, 'switch_client_authentication'],
    [401, true, {}, /sends no secret/, 'switch_client_authentication'],
    [400, true, {}, /parameter is missing/, 'edit_profile'],
    [403, true, { profile: secret }, /Glewlwyd/, 'set_client_secret'],
    [403, true, {}, /Glewlwyd/, 'switch_client_authentication'],
    [403, false, {}, /firewall/, 'edit_profile'],
    [404, false, {}, /final slash/, 'edit_profile'],
    [405, false, {}, /no POST/, 'edit_profile'],
    [407, false, {}, /proxy/, 'try_again'],
    [415, false, {}, /no form/, 'edit_profile'],
    [429, false, {}, /less often/, 'try_again'],
    [500, false, {}, /in trouble/, 'try_again'],
    [200, false, {}, /documentation/, 'edit_profile'],
  ] as const) {
    it(`X1: ${status}${isEmpty ? ', empty' : ''}${'refreshing' in circumstances ? ', refresh' : ''}`, () => {
      const advice = adviceForStatus({ status, isEmpty }, contextOf(circumstances));
      assert.match(advice.hint ?? '', hint);
      assert.equal(advice.remedy, remedy);
    });
  }
});

describe('a server that gave no refresh token', () => {
  const advise = (members: Readonly<Record<string, unknown>>) =>
    withoutRefreshToken(contextOf({ profile: members }).profile);

  it('may give one for offline_access', () => {
    assert.equal(advise({ scope: 'read' }).otherRemedy, 'add_offline_access');
  });

  it('was asked for one already', () => {
    const { otherRemedy, hint } = advise({ scope: 'read offline_access' });
    assert.equal(otherRemedy, undefined);
    assert.match(hint ?? '', /consent/);
  });

  it('is Google, which has a parameter for it', () => {
    const { remedy, hint } = advise({ issuer: 'https://accounts.google.com', scope: 'openid' });
    assert.equal(remedy, 'edit_profile');
    assert.match(hint ?? '', /"access_type": "offline"/);
  });

  it('has no person to give one for', () => {
    assert.equal(advise({ grantType: 'client_credentials' }).otherRemedy, undefined);
  });

  it('is none at all, where the token was pasted', () => {
    const { message, hint, remedy } = withoutRefreshToken(profileOf({ grantType: 'pasted_token' }));
    assert.match(
      `${message} ${hint ?? ''}`,
      /^A token that was pasted cannot be renewed here\. Get a new one/,
    );
    assert.equal(remedy, 'get_new_token');
  });
});
