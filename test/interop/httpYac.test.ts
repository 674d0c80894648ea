import assert from 'node:assert/strict';
import { ValetKeyError, cancelled } from '../../src/core/errors';
import { httpYacPlaceholder } from '../../src/core/requestFiles/placeholders';
import { json, type FaultServer, type ReceivedRequest } from '../support/faultServer';
import { issued, profileNamed, useHttpYac } from '../support/httpYac/useHttpYac';
import { scanForSecrets } from '../support/secrets';

describe('httpYac, its library with our hook', () => {
  const test = useHttpYac();

  const authorizations = ({ requests }: FaultServer) => requests.map(({ headers }) => headers.authorization);

  it('R8: the line that JetBrains has, in both quotes, gets a fresh token at each send', async () => {
    const text = `GET ${test.api.url}/orders\nAuthorization: Bearer {{$auth.token("okta-dev")}}\n\n###\nGET ${test.api.url}/orders\nAuthorization: Bearer {{ $auth.token('other') }}`;
    const sent = await test.send(text);
    assert.deepEqual(sent.statuses, [200, 200]);
    await test.send(text);
    assert.deepEqual(
      test.given.map(({ record }) => record.profile),
      ['okta-dev', 'other', 'okta-dev', 'other'],
    );
    assert.deepEqual(
      authorizations(test.api),
      test.tokens().map((token) => `Bearer ${token}`),
    );
    assert.match(sent.kept, /authorization: Bearer <token of okta-dev>/i);
    assert.equal(test.given[0]?.url, `${test.api.url}/orders`);
  });

  it('L7, R8: a name with braces, quotes and backslashes, as “Insert Bearer Placeholder” writes it', async () => {
    const names = ['a}}b "c"', '{{x}}', "it's {", 'back\\slash\\', '"}}'];
    for (const name of names) test.profiles.push(profileNamed(name));
    const requests = names.map(
      (name) => `GET ${test.api.url}/orders\nAuthorization: Bearer ${httpYacPlaceholder(name)}\n`,
    );
    const sent = await test.send(requests.join('\n###\n'));
    assert.deepEqual(
      sent.statuses,
      names.map(() => 200),
    );
    assert.deepEqual(
      test.given.map(({ record }) => record.profile),
      names,
    );
    assert.deepEqual(
      authorizations(test.api),
      test.tokens().map((token) => `Bearer ${token}`),
    );
    assert.deepEqual(test.reported, []);
  });

  it('R8: a bare scheme, and REST Client’s placeholder, too', async () => {
    await test.send(
      `GET ${test.api.url}/orders\nAuthorization: valetkey okta-dev\n\n###\nGET ${test.api.url}/orders\nAuthorization: Bearer {{$processEnv VALET_KEY_OKTA_DEV}}`,
    );
    assert.deepEqual(
      authorizations(test.api),
      test.tokens().map((token) => `Bearer ${token}`),
    );
    assert.equal(test.given.length, 2);
  });

  it('R8: through a variable of the file, which itself holds no token', async () => {
    await test.send(
      `@token = {{$auth.token("okta-dev")}}\nGET ${test.api.url}/orders\nAuthorization: Bearer {{token}}`,
    );
    assert.deepEqual(
      authorizations(test.api),
      test.tokens().map((token) => `Bearer ${token}`),
    );
  });

  it('R8: as a password of Basic, and in a form', async () => {
    await test.send(
      `POST ${test.api.url}/orders\nAuthorization: Basic user:{{$auth.token("okta-dev")}}\nContent-Type: application/x-www-form-urlencoded\n\nhint=access&token={{$auth.token("other")}}`,
    );
    const [request] = test.api.requests;
    const [password, inForm] = test.tokens();
    assert.equal(request?.headers.authorization, `Basic ${btoa(`user:${password}`)}`);
    assert.equal(new URLSearchParams(request.body).get('token'), inForm);
  });

  it('R8: leaves to httpYac what JetBrains’ configuration knows, and other variables of the environment', async () => {
    process.env.VALET_KEY_UNKNOWN = 'from-the-environment';
    const Security = {
      Auth: {
        theirs: {
          Type: 'OAuth2',
          'Grant Type': 'Client Credentials',
          'Token URL': `${test.foreign.url}/token`,
          'Client ID': 'a',
          'Client Secret': 'b',
        },
      },
    };
    test.foreign.on('/token', json({ access_token: 'from-jetbrains', token_type: 'Bearer', expires_in: 60 }));
    await test.send(
      `GET ${test.api.url}/orders\nAuthorization: Bearer {{$auth.token("theirs")}}\nX-Other: {{$processEnv VALET_KEY_UNKNOWN}}`,
      { variables: { Security } },
    );
    delete process.env.VALET_KEY_UNKNOWN;
    assert.deepEqual(authorizations(test.api), ['Bearer from-jetbrains']);
    assert.equal(test.api.requests[0]?.headers['x-other'], 'from-the-environment');
    assert.deepEqual(test.given, []);
  });

  it('R8: nothing is sent, and the person is told once, when there is no such profile', async () => {
    const sent = await test.send(
      `GET ${test.api.url}/orders\nAuthorization: Bearer {{$auth.token("okta-dve")}}\n\n###\nGET ${test.api.url}/orders\nAuthorization: valetkey okta-dve`,
    );
    assert.equal(sent.ok, false);
    assert.deepEqual(test.api.requests, []);
    assert.deepEqual(sent.thrown, [], 'httpYac shows no stack');
    const [error, ...more] = test.reported;
    assert.ok(error instanceof ValetKeyError);
    assert.match(error.message, /no profile “okta-dve”/);
    assert.match(error.hint ?? '', /Did you mean “okta-dev”\? There are “okta-dev” and “other”\./);
    assert.deepEqual(more, []);
    assert.match(sent.results.join(), /no profile “okta-dve”/);
  });

  it('R8: nothing is sent when two profiles share a variable', async () => {
    test.profiles.push(profileNamed('okta.dev'));
    await test.send(`GET ${test.api.url}/orders\nAuthorization: Bearer {{$processEnv VALET_KEY_OKTA_DEV}}`);
    assert.deepEqual(test.api.requests, []);
    assert.match(String(test.reported[0]), /“okta-dev” and “okta.dev” share the variable VALET_KEY_OKTA_DEV/);
  });

  it('G1, R8: a variable is the person’s own, whatever a workspace calls a profile', async () => {
    const source = { kind: 'workspace', name: 'okta.dev', uri: 'file:///w', folder: 'w' } as const;
    test.profiles.unshift({ ...profileNamed('okta.dev'), source });
    await test.send(
      `GET ${test.api.url}/orders\nAuthorization: Bearer {{$processEnv VALET_KEY_OKTA_DEV}}\n\n###\nGET ${test.api.url}/orders\nAuthorization: Bearer {{$auth.token("okta.dev")}}`,
    );
    assert.deepEqual(
      test.given.map(({ record }) => record.profile),
      ['okta-dev', 'okta.dev'],
    );
    assert.deepEqual(test.reported, []);
  });

  it('G8, R12: a refused host gets nothing, and the same question is not put twice for one command', async () => {
    let asked = 0;
    test.give = (one, url) => {
      if (!url.startsWith(test.foreign.url)) return Promise.resolve(issued(one.name));
      asked += 1;
      return Promise.reject(cancelled());
    };
    const request = (server: FaultServer) =>
      `GET ${server.url}/orders\nAuthorization: Bearer {{$auth.token("okta-dev")}}\n\n###\n`;
    const sent = await test.send(
      `@host = ${test.foreign.url}\n${request(test.api)}GET {{host}}/orders\nAuthorization: valetkey okta-dev\n\n###\n${request(test.foreign)}`,
    );
    assert.deepEqual(test.foreign.requests, []);
    assert.equal(test.api.requests.length, 1);
    assert.equal(asked, 1);
    assert.deepEqual(sent.thrown, []);
    assert.equal(sent.ok, false);
  });

  it('R12: the address that is asked about is the one that the request goes to, whatever a script makes of it', async () => {
    await test.send(
      `{{@request\n  request.url = '${test.foreign.url}/orders';\n}}\nGET ${test.api.url}/orders\nAuthorization: valetkey okta-dev`,
    );
    assert.deepEqual(
      test.given.map(({ url }) => url),
      [`${test.foreign.url}/orders`],
    );
    assert.equal(test.foreign.requests.length, 1);
  });

  it('R12: what a script makes of the request while its token is being got is not what was asked about: nothing is sent', async () => {
    const proxy = `request.proxy = '${test.foreign.url}'; request.noRejectUnauthorized = true;`;
    const second = 'X-Second: {{$auth.token("other")}}';
    for (const [change, more] of [
      [`request.url = '${test.foreign.url}/orders';`, second],
      [proxy, ''],
    ] as const) {
      // The sign-in takes until the script has done it.
      const changed = new Promise((resolve) => Reflect.set(globalThis, 'changeDone', resolve));
      test.give = async ({ name }) => await changed.then(() => issued(name));
      await test.send(
        `{{@request\n  setTimeout(() => { ${change} changeDone(); });\n}}\nGET ${test.api.url}/orders\nAuthorization: valetkey okta-dev\n${more}`,
      );
    }
    Reflect.deleteProperty(globalThis, 'changeDone');
    assert.deepEqual([test.api.requests, test.foreign.requests], [[], []]);
    const own = `${test.api.url}/orders`;
    assert.deepEqual(
      test.given.map(({ url }) => url),
      [own, own, own],
    );
    const [address, way, ...more] = test.reported.map(String);
    assert.match(address ?? '', /address of this request was changed while its token was being got/);
    assert.match(way ?? '', /goes through a proxy and takes any certificate/);
    assert.deepEqual(more, []);
  });

  it('R12: cancelled in httpYac’s own progress, the sign-in ends and nothing is sent', async () => {
    const controller = new AbortController();
    test.give = (_one, _url, signal) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(cancelled()));
        controller.abort();
      });
    const sent = await test.send(`GET ${test.api.url}/orders\nAuthorization: valetkey okta-dev`, {
      cancelled: controller.signal,
    });
    assert.deepEqual(test.api.requests, []);
    assert.deepEqual(sent.thrown, []);
  });

  it('R15: a bare scheme follows the profile: another header, another prefix, none', async () => {
    test.profiles = [
      profileNamed('key', { tokenHeader: 'X-Api-Token', tokenPrefix: '' }),
      profileNamed('prefix', { tokenPrefix: 'Token' }),
    ];
    await test.send(
      `GET ${test.api.url}/orders\nAuthorization: valetkey key\n\n###\nGET ${test.api.url}/orders\nAuthorization: ValetKey prefix`,
    );
    const [first, second] = test.api.requests;
    const [key, token] = test.tokens();
    assert.equal(first?.headers['x-api-token'], key);
    assert.equal(first?.headers.authorization, undefined);
    assert.equal(second?.headers.authorization, `Token ${token}`);
  });

  it('L16: a token goes into the query where the profile says so, and is nowhere in what httpYac shows', async () => {
    test.profiles = [profileNamed('query', { tokenQueryParameter: 'access_token' })];
    await test.send(
      `GET ${test.api.url}/orders?page=1%202\nAuthorization: valetkey query\n\n###\nGET ${test.api.url}/orders?access_token={{$auth.token("query")}}&page=2`,
    );
    const [first, second] = test.tokens().map(encodeURIComponent);
    assert.deepEqual(
      test.api.requests.map(({ url }) => url),
      [`/orders?page=1%202&access_token=${first}`, `/orders?page=2&access_token=${second}`],
    );
    assert.deepEqual(authorizations(test.api), [undefined, undefined]);
  });

  it('L16: otherwise nothing with a token in its address is sent', async () => {
    const [port = ''] = /\d+$/.exec(test.api.url) ?? [];
    for (const url of [
      `${test.api.url}/orders?access_token={{$auth.token("okta-dev")}}`,
      `${test.api.url}/{{$auth.token("okta-dev")}}`,
      `http://{{$auth.token("okta-dev")}}.localhost:${port}/orders`,
    ]) {
      await test.send(`GET ${url}`);
    }
    assert.deepEqual(test.api.requests, []);
    assert.deepEqual(test.given, []);
    assert.equal(test.reported.length, 3);
    assert.match(String(test.reported[0]), /stands in the address of this request/);
  });

  describe('led to another address', () => {
    const text = (more = '') =>
      `POST ${test.api.url}/start\nAuthorization: valetkey okta-dev\nX-Second: {{$auth.token("other")}}\n\nbody {{$auth.token("other")}}${more}`;

    for (const status of [302, 303, 307])
      it(`R12: on the same origin it keeps its token (${status})`, async () => {
        test.api.on('/start', { status, headers: { location: '/orders' } });
        await test.send(text());
        const [, followed] = test.api.requests;
        assert.equal(followed?.headers.authorization, `Bearer ${test.tokens()[0]}`);
        assert.equal(followed.body, followed.method === 'GET' ? '' : `body ${test.tokens()[1]}`);
      });

    it('R12: on another origin it has none, in no header and no body, nor when led back', async () => {
      const to = (location: string) => ({ status: 307, headers: { location } });
      test.api.on('/start', to(`${test.foreign.url}/start`));
      test.foreign.on('/start', to(`${test.api.url}/orders`));
      await test.send(text());
      const [, back] = test.api.requests;
      for (const request of [test.foreign.requests[0], back]) assertWithoutToken(request);
      assert.equal(test.foreign.requests[0]?.body, 'body <token of other>');
    });

    function assertWithoutToken(request: ReceivedRequest | undefined) {
      assert.ok(request);
      scanForSecrets({ texts: { 'the other server': JSON.stringify(request) } });
      assert.equal(request.headers.authorization, undefined);
      assert.equal(request.headers['x-second'], undefined);
    }
  });

  it('L10: nothing of a token is in what httpYac logs of a request that failed', async () => {
    test.api.on('/orders', { cut: 'beforeHeaders' });
    const sent = await test.send(
      `POST ${test.api.url}/orders\nAuthorization: Bearer {{$auth.token("okta-dev")}}\n\n{"token": "{{$auth.token("other")}}"}`,
    );
    assert.equal(sent.ok, false);
    assert.equal(test.given.length, 2);
    assert.equal(sent.thrown.length, 1);
  });
});
