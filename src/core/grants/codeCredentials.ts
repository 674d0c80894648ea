import * as oauth from 'oauth4webapi';
import { ValetKeyError } from '../errors';
import { readAnswer } from '../protocol/token/answers';
import { authorizationParameters, form } from '../protocol/authorization/authorizationRequest';
import type { AuthorizationResponses } from '../protocol/authorization/authorizationResponse';
import { basicCredentials } from '../protocol/client/basicAuthentication';
import type { Clients } from '../protocol/client/connectedClient';
import { checkEndpoint } from '../protocol/server/endpoints';
import { startFlow, type Flow, type FlowDependencies } from '../protocol/authorization/flow';
import { redirectTarget } from '../protocol/token/responses';
import { errorRules } from '../protocol/rules/errorRules';
import type { Granted } from '../protocol/token/tokenEndpoint';
import type { Logger } from '../ports';
import { askWhoSignsIn, type PersonCredentials } from './askWhoSignsIn';
import type { CodeExchange } from './codeExchange';
import type { Grant, GrantRequest } from './grant';

export interface CodeCredentialsDependencies extends FlowDependencies {
  readonly clients: Clients;
  readonly responses: AuthorizationResponses;
  readonly exchange: CodeExchange;
  readonly logger: Logger;
}

/**
 * Salesforce's Authorization Code and Credentials flow (Headless Identity Implementation Guide, “Headless Login: Send
 * an Authorization Request”): the authorization endpoint gets user name and password in a POST of ours, and answers
 * with the redirect that a browser would have got. It is read and not followed.
 */
export class CodeCredentialsGrant implements Grant {
  constructor(private readonly dependencies: CodeCredentialsDependencies) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { clients, responses, exchange } = this.dependencies;
    const { profile, progress } = request;
    progress.report('Looking up the authorization server…');
    const connected = await clients.connect(request, ['authorization_endpoint', 'token_endpoint']);
    const flow = await startFlow(connected, this.dependencies);
    progress.report('Waiting for user name and password…');
    const person = await askWhoSignsIn(request, 'authorization endpoint', this.dependencies);
    progress.report('Signing in…');
    // A profile of this grant type has one.
    const redirectUri = profile.redirectUri ?? '';
    const response = await this.#signIn(flow, redirectUri, person);
    const checked = await responses.check(flow, response);
    progress.report('Exchanging the code for a token…');
    const granted = await exchange.run(flow, checked, redirectUri);
    return await keep({ label: person.username, ...granted });
  }

  /** @returns the parameters of the redirect, of which nothing is checked yet */
  async #signIn(flow: Flow, redirectUri: string, person: PersonCredentials): Promise<URLSearchParams> {
    const { connected } = flow;
    const { profile, server, client, signal } = connected;
    const { authorization_endpoint: stated } = server.metadata;
    const endpoint = checkEndpoint('authorization_endpoint', stated, profile).href;
    const options = connected.options({ headers: profile.authorizationRequest?.headers });
    const response = await options[oauth.customFetch](endpoint, {
      method: 'POST',
      headers: {
        'auth-request-type': 'Named-User',
        authorization: basicCredentials(person.username, person.password),
        'content-type': 'application/x-www-form-urlencoded;charset=UTF-8',
      },
      body: await bodyOf(flow, redirectUri),
      redirect: 'manual',
      signal,
    });
    const back = redirectedTo(redirectUri, response, endpoint);
    if (back !== undefined) return back;
    const redirect = redirectTarget(response, endpoint);
    if (redirect !== undefined) throw wantsBrowser(redirect);
    const received = { from: 'authorization', endpoint, response, profile } as const;
    return await readAnswer(received, errorRules, this.dependencies, async (answer) => {
      // Only what an OAuth error looks like matters here, and that is the same everywhere.
      await oauth.processGenericTokenEndpointResponse(server.metadata, client, answer);
      throw new ValetKeyError('authorization_response_invalid', 'The server did not answer with a redirect.');
    });
  }
}

/** As the guide has it: the challenge is always SHA-256, and its method is not said. */
async function bodyOf(flow: Flow, redirectUri: string): Promise<URLSearchParams> {
  const body = form(await authorizationParameters(flow, redirectUri));
  body.set('response_type', 'code_credentials');
  body.delete('code_challenge_method');
  return body;
}

function redirectedTo(
  redirectUri: string,
  response: Response,
  endpoint: string,
): URLSearchParams | undefined {
  const location = response.headers.get('location') ?? '';
  if (response.status < 300 || response.status > 399 || !URL.canParse(location, endpoint)) return undefined;
  const [target, wanted] = [new URL(location, endpoint), new URL(redirectUri)];
  const isOurs = target.origin === wanted.origin && target.pathname === wanted.pathname;
  return isOurs ? target.searchParams : undefined;
}

function wantsBrowser(redirect: string): ValetKeyError {
  return new ValetKeyError(
    'authorization_refused',
    `The server did not take user name and password, but answered with ${redirect}.`,
    {
      hint: 'It wants a sign-in in a browser. The app must allow the Authorization Code and Credentials Flow, have every scope of the profile, and belong to this site; or use the grant type authorization_code.',
      remedy: 'edit_profile',
    },
  );
}
