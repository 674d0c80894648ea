import type { TokenEndpointAuthMethod, TokenSource } from '../core/profiles/profile';
import { isOtherSource } from '../core/profiles/otherSources';
import { ask, askForName, choose, type Choice, type Members, type Step } from './profileBoxes';
import { askForSource, sources } from './sourceQuestions';
import type { ProfileSettings } from './settings';

const grants: readonly Choice<TokenSource>[] = [
  {
    label: 'Authorization code',
    description: 'a person signs in, in the browser',
    value: 'authorization_code',
  },
  { label: 'Client credentials', description: 'a service, no person', value: 'client_credentials' },
  {
    label: 'Device code',
    description: 'a person types a code, on any device',
    value: 'device_code',
  },
  { label: 'Refresh token', description: 'you already have one', value: 'refresh_token' },
  ...sources,
];

const places: readonly Choice<'issuer' | 'endpoints'>[] = [
  {
    label: 'Issuer',
    description: 'one address; the rest is discovered',
    detail: 'e.g. https://dev-123.okta.com',
    value: 'issuer',
  },
  {
    label: 'Endpoints',
    description: 'authorization and token URL, as Postman asks for them',
    value: 'endpoints',
  },
];

const methods: readonly Choice<TokenEndpointAuthMethod>[] = [
  { label: 'No client secret', description: 'a public client', value: 'none' },
  { label: 'Basic Auth header', description: 'client_secret_basic', value: 'client_secret_basic' },
  { label: 'In the request body', description: 'client_secret_post', value: 'client_secret_post' },
];

/** Where the grants begin that go somewhere before the token endpoint. */
const firstEndpoints: Readonly<
  Partial<Record<TokenSource, { readonly member: string; readonly prompt: string }>>
> = {
  authorization_code: {
    member: 'authorizationEndpoint',
    prompt: 'The authorization URL (“Auth URL” in Postman)',
  },
  device_code: { member: 'deviceAuthorizationEndpoint', prompt: 'The device authorization URL' },
};

const wellKnown = /\/\.well-known\/(openid-configuration|oauth-authorization-server)\/?$/;

/**
 * Asks for what a profile needs, question by question.
 * @returns the profile as it is written into the settings; `undefined` when the person pressed Escape
 */
export async function askForProfile(
  settings: ProfileSettings,
): Promise<{ readonly name: string; readonly members: Members } | undefined> {
  const grant = await choose(grants, step(1), 'How do you get a token?');
  if (grant === undefined) return undefined;
  if (isOtherSource(grant)) return await askForSource(settings, grant);
  const members: Members = { grantType: grant };
  const place = await choose(places, step(2), 'Where is the authorization server?');
  if (place === undefined) return undefined;

  if (place === 'issuer') {
    if (!(await askFor(members, 'issuer', 3, 'The issuer: the address before “/.well-known/…”', 'https://')))
      return undefined;
  } else {
    const first = firstEndpoints[grant];
    if (first && !(await askFor(members, first.member, 3, first.prompt, 'https://'))) return undefined;
    if (
      !(await askFor(
        members,
        'tokenEndpoint',
        3,
        'The token URL (“Access Token URL” in Postman)',
        'https://',
      ))
    )
      return undefined;
  }

  if (!(await askFor(members, 'clientId', 4, 'The client id of your app'))) return undefined;
  const allowed = grant === 'client_credentials' ? methods.filter(({ value }) => value !== 'none') : methods;
  const method = await choose(
    allowed,
    step(5),
    'How does the app prove who it is? (“Client Authentication” in Postman)',
  );
  if (method === undefined) return undefined;
  members.tokenEndpointAuthMethod = method;
  if (!(await askFor(members, 'scope', 6, 'Scopes, separated by spaces; may stay empty', 'openid')))
    return undefined;

  const suggestion = new URL(String(members.issuer ?? members.tokenEndpoint ?? 'https://profile')).hostname;
  const name = await askForName(settings, members, suggestion, step(7));
  return name === undefined ? undefined : { name, members };
}

function step(number: number): Step {
  return { step: number, of: 7 };
}

async function askFor(
  members: Members,
  member: string,
  number: number,
  prompt: string,
  placeHolder = '',
): Promise<boolean> {
  const optional = member === 'scope';
  return await ask(members, { member, prompt, placeHolder, optional, read: tidy, ...step(number) });
}

/** The discovery document's path behind the issuer is taken off. */
function tidy(typed: string): string {
  return typed.replace(wellKnown, '');
}
