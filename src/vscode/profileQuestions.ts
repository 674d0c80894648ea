import * as vscode from 'vscode';
import type { GrantType, TokenEndpointAuthMethod } from '../core/profiles/profile';
import { readProfiles } from '../core/profiles/readProfiles';
import type { ProfileSettings } from './settings';

type Members = Record<string, string>;

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

const grants: readonly Choice<GrantType>[] = [
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
  Partial<Record<GrantType, { readonly member: string; readonly prompt: string }>>
> = {
  authorization_code: {
    member: 'authorizationEndpoint',
    prompt: 'The authorization URL (“Auth URL” in Postman)',
  },
  device_code: { member: 'deviceAuthorizationEndpoint', prompt: 'The device authorization URL' },
};

/** Keeps Enter from ending the questions. */
const nothingTyped = 'Type or paste it here, or press Escape to stop.';

const wellKnown = /\/\.well-known\/(openid-configuration|oauth-authorization-server)\/?$/;

/**
 * Asks for what a profile needs, question by question.
 * @returns the profile as it is written into the settings; `undefined` when the person pressed Escape
 */
export async function askForProfile(
  settings: ProfileSettings,
): Promise<{ readonly name: string; readonly members: Members } | undefined> {
  const grant = await choose(grants, 1, 'How do you get a token?');
  if (grant === undefined) return undefined;
  const members: Members = { grantType: grant };
  const place = await choose(places, 2, 'Where is the authorization server?');
  if (place === undefined) return undefined;

  if (place === 'issuer') {
    if (!(await ask(members, 'issuer', 3, 'The issuer: the address before “/.well-known/…”', 'https://')))
      return undefined;
  } else {
    const first = firstEndpoints[grant];
    if (first && !(await ask(members, first.member, 3, first.prompt, 'https://'))) return undefined;
    if (
      !(await ask(members, 'tokenEndpoint', 3, 'The token URL (“Access Token URL” in Postman)', 'https://'))
    )
      return undefined;
  }

  if (!(await ask(members, 'clientId', 4, 'The client id of your app'))) return undefined;
  const allowed = grant === 'client_credentials' ? methods.filter(({ value }) => value !== 'none') : methods;
  const method = await choose(
    allowed,
    5,
    'How does the app prove who it is? (“Client Authentication” in Postman)',
  );
  if (method === undefined) return undefined;
  members.tokenEndpointAuthMethod = method;
  if (!(await ask(members, 'scope', 6, 'Scopes, separated by spaces; may stay empty', 'openid')))
    return undefined;

  const name = await askForName(settings, members);
  return name === undefined ? undefined : { name, members };
}

async function choose<T>(
  items: readonly Choice<T>[],
  step: number,
  placeHolder: string,
): Promise<T | undefined> {
  const chosen = await vscode.window.showQuickPick(items, {
    title: titleOf(step),
    placeHolder,
    ignoreFocusOut: true,
  });
  return chosen?.value;
}

/** Asks for one member and checks it as it will be checked in the settings. Returns whether it was answered. */
async function ask(
  members: Members,
  member: string,
  step: number,
  prompt: string,
  placeHolder = '',
): Promise<boolean> {
  const isOptional = member === 'scope';
  const answer = await vscode.window.showInputBox({
    title: titleOf(step),
    prompt,
    placeHolder,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      if (tidy(typed) !== '') return problemWith({ ...members, [member]: tidy(typed) }, member);
      return isOptional ? undefined : nothingTyped;
    },
  });
  if (answer === undefined) return false;
  const value = tidy(answer);
  if (value !== '') members[member] = value;
  return value !== '' || isOptional;
}

async function askForName(settings: ProfileSettings, members: Members): Promise<string | undefined> {
  const taken = new Set((await settings.read()).names);
  const suggestion = new URL(members.issuer ?? members.tokenEndpoint ?? 'https://profile').hostname;
  const name = await vscode.window.showInputBox({
    title: titleOf(7),
    prompt: 'A name for this profile',
    value: taken.has(suggestion) ? '' : suggestion,
    ignoreFocusOut: true,
    validateInput: (typed) => {
      if (taken.has(typed)) return `There is already a profile “${typed}”.`;
      return readProfiles({ [typed]: members }).problems.find(({ member }) => member === undefined)?.message;
    },
  });
  return name === '' ? undefined : name;
}

function problemWith(members: Members, member: string): string | undefined {
  return readProfiles({ profile: members }).problems.find((problem) => problem.member === member)?.message;
}

/** Blanks that came along with a copy, and the discovery document's path behind the issuer, are taken off. */
function tidy(typed: string): string {
  return typed.trim().replace(wellKnown, '');
}

function titleOf(step: number): string {
  return `Add Profile (${step}/7)`;
}
