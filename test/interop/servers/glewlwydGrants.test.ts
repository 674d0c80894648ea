import assert from 'node:assert/strict';
import type { Clock, UserCode } from '../../../src/core/ports';
import { systemClock } from '../../../src/vscode/clock';
import { proves } from '../../support/serverTable';
import { glewlwyd } from '../../support/servers/glewlwyd';
import { confirmDevice } from '../../support/servers/glewlwyd/pages';
import { useServer } from '../../support/servers/useServer';

describe('Glewlwyd, other grants', () => {
  const around = useServer(glewlwyd);
  const { profile } = around;

  const confirm = async ({ verificationUriComplete }: UserCode) => {
    await around.browser.visit(verificationUriComplete ?? '', confirmDevice(around.server.person));
    return 'ended' as const;
  };

  it('device code: the complete address leads to a page that has the code', async () => {
    proves('glewlwyd', 'device_code');
    const { record } = await around
      .person({ onUserCode: confirm })
      .getNew(profile({ grantType: 'device_code' }));
    assert.equal(record.tokenSet.scope, 'openid orders');
    assert.equal(record.account?.label, 'ada@example.com');
  });

  it('device code: one who asks too often is told to slow down, and does', async () => {
    proves('glewlwyd', 'deviceSlowDown');
    const waited: number[] = [];
    /** Waits a tenth of what it is asked to between two polls, so that the server has reason to complain. */
    const hasty: Clock = {
      ...systemClock,
      delay: (milliseconds, signal) => {
        const isPoll = milliseconds < 60_000;
        if (isPoll) waited.push(milliseconds);
        return systemClock.delay(isPoll ? milliseconds / 10 : milliseconds, signal);
      },
    };
    const harness = around.person({ onUserCode: confirm, clock: hasty });
    const { record } = await harness.getNew(profile({ grantType: 'device_code' }));
    assert.equal(record.tokenSet.scope, 'openid orders');
    assert.ok(waited.includes(6000), waited.join());
  });

  it('password', async () => {
    proves('glewlwyd', 'password');
    const { clients, person } = around.server;
    const { clientId, clientSecret } = clients.webAppPost;
    const answers: Record<string, string> = { Password: person.password, Client: clientSecret };
    const typing = around.person({ type: (title) => answers[title.split(' ')[0] ?? ''] });
    const { record } = await typing.getNew(
      profile({
        grantType: 'password',
        clientId,
        tokenEndpointAuthMethod: 'client_secret_post',
        scope: 'orders',
        username: person.username,
      }),
    );
    assert.equal(record.tokenSet.scope, 'orders');
  });
});
