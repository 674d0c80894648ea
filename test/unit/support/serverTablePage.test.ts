import assert from 'node:assert/strict';
import { serverTablePage, testedServers } from '../../support/serverTablePage';

describe('the table of servers', () => {
  const rowOf = (page: string, label: string) =>
    page
      .split('\n')
      .find((line) => line.startsWith(`| ${label} |`))
      ?.split(' | ')
      .slice(1)
      .map((cell) => cell.replace(/ \|$/, ''));

  it('says what a passed test has claimed, what a server does not offer, and what nobody tried', () => {
    const servers = {
      ...testedServers,
      glewlwyd: { title: 'Glewlwyd', whyNot: { password: 'not offered: switched off' } },
      djangoOauthToolkit: { title: 'Django', whyNot: {} },
    };
    const page = serverTablePage([{ server: 'oidcProvider', features: ['refresh', 'password'] }], servers);
    assert.deepEqual(rowOf(page, 'Refresh')?.[0], 'passed');
    assert.deepEqual(rowOf(page, '`password`'), ['passed', 'not offered: switched off', 'no test']);
  });

  it('a test that passes where the table says why it cannot is a mistake in one of them', () => {
    const servers = {
      ...testedServers,
      glewlwyd: { title: 'Glewlwyd', whyNot: { par: 'not offered' } },
    };
    assert.throws(
      () => serverTablePage([{ server: 'glewlwyd', features: ['par'] }], servers),
      /Glewlwyd, par is said to be “not offered”, but a test of it passed/,
    );
  });
});
