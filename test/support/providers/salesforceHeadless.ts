import { json, redirect, type Answer, type ReceivedRequest } from '../faultServer';
import { basicCredentials, redirectTo } from './requests';
import { isPerson } from './signInPages';

/*
 * The headless Authorization Code and Credentials flow, byte for byte, from the Headless Identity Implementation
 * Guide (“Headless Login: Send an Authorization Request”, “Send a Token Request”, “Headless Login JavaScript
 * Examples”) and Salesforce Help “OAuth 2.0 Echo Endpoint”:
 *
 *   POST /services/oauth2/authorize
 *   Auth-Request-Type: Named-User
 *   Authorization: Basic base64(username:password)          neither half is form-encoded
 *   Content-Type: application/x-www-form-urlencoded
 *
 *   response_type=code_credentials&client_id=…&redirect_uri=…&state=…&scope=…&code_challenge=…
 *
 * (state, scope and code_challenge are optional; the challenge is always SHA-256 and code_challenge_method is not
 * sent. An app can be set to “require user credentials in the POST body”: then username=… and password=… are
 * parameters, and there is no Authorization header.)
 *
 *   HTTP/1.1 302 Found
 *   Location: <redirect_uri>?code=aPrx…%3D&sfdc_community_url=…&sfdc_community_id=0DB…&state=…
 *
 * The redirect is the answer; whoever follows it to the redirect URI `<site>/services/oauth2/echo` gets the same
 * parameters as JSON: {"code":"aPrx…=","sfdc_community_url":"…","sfdc_community_id":"0DB…","state":"…"}. Then
 *
 *   POST /services/oauth2/token
 *   grant_type=authorization_code&code=…&client_id=…&redirect_uri=…&code_verifier=…   (client_secret if required)
 *
 * with the usual token response, and sfdc_community_url and sfdc_community_id in it. A wrong user name or password is
 * 400 with OAuth error JSON (public code that calls the endpoint tells it from the others by that); which words is
 * not documented, and whether an error can come as a redirect neither: `headlessErrors` has both. A request that is
 * not taken as a headless one (no Auth-Request-Type, or a scope that the app does not have) is sent to the
 * interactive login page.
 */

export interface HeadlessApp {
  scopes: readonly string[];
  /** How an error of the headless flow arrives. */
  headlessErrors: 'body' | 'redirect';
}

export interface HeadlessSignIn {
  readonly siteUrl: string;
  readonly app: HeadlessApp;
  /** What is wrong with client or redirect URI: error and description. */
  readonly wrong: readonly [string, string] | undefined;
  readonly newCode: () => string;
}

/** Answers an authorization request with `response_type=code_credentials`. */
export function answerHeadless(
  request: ReceivedRequest,
  asked: URLSearchParams,
  { siteUrl, app, wrong, newCode }: HeadlessSignIn,
): Answer {
  const headless = request.method === 'POST' && request.headers['auth-request-type'] === 'Named-User';
  const scopes = (asked.get('scope') ?? '').split(' ').filter(Boolean);
  if (!headless || !scopes.every((scope) => app.scopes.includes(scope)))
    return redirect(`${siteUrl}/login?startURL=%2Fservices%2Foauth2%2Fauthorize`);
  if (wrong !== undefined) return refusal(...wrong);

  const basic = basicCredentials(request);
  const [username, password] = basic
    ? [basic.name, basic.secret]
    : [asked.get('username'), asked.get('password')];
  const back = (parameters: Readonly<Record<string, string>>) =>
    redirect(redirectTo(asked.get('redirect_uri')!, { ...parameters, state: asked.get('state') }));
  if (isPerson(username, password)) return back({ code: newCode(), ...communityOf(siteUrl) });
  const [error, description] = ['invalid_grant', 'authentication failure'] as const;
  return app.headlessErrors === 'body'
    ? refusal(error, description)
    : back({ error, error_description: description });
}

/** Which Experience Cloud site a headless answer comes from. */
export function communityOf(siteUrl: string) {
  return { sfdc_community_url: siteUrl, sfdc_community_id: '0DB5e0000008OqXGAU' };
}

/** An OAuth error of a Salesforce endpoint. */
export function refusal(error: string, description: string): Answer {
  return json(
    { error, error_description: description },
    { status: 400, headers: { 'content-type': 'application/json;charset=UTF-8' } },
  );
}
