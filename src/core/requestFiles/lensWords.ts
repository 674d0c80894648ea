import { originOf } from '../profiles/apiBaseUrls';
import type { TokenSummary } from '../tokens/tokenStore';
import type { Neighbours } from './neighbours';
import type { Snapshot } from './snapshot';
import { shortName, timeWords } from './tokenWords';
import type { UsedToken } from './usedToken';

/** One link above a request, and what a click does. */
export interface Lens {
  /** May begin with an icon, `$(key)`; nothing else in it is one. */
  readonly title: string;
  readonly tooltip: string;
  readonly action:
    /** What can be done with the profile’s token. */
    | { readonly kind: 'show_token'; readonly profile: string }
    | { readonly kind: 'get_token'; readonly profile: string }
    | { readonly kind: 'choose_profile' }
    | { readonly kind: 'add_profile' }
    | { readonly kind: 'open_profiles' }
    | { readonly kind: 'send' }
    | { readonly kind: 'insert_placeholder'; readonly profile: string }
    | { readonly kind: 'insert_header' };
}

/** The space is one that the editor does not drop. */
const key = '$(key)\u00a0';
const warning = '$(warning)\u00a0';

/**
 * What stands above a request: first which token it is sent with and how long that is good for, then what makes sense.
 * At most three; none where a request has nothing to do with us.
 * @param owner whose the token is that the request holds itself, where that is known
 */
export function lensesOf(
  used: UsedToken,
  snapshot: Snapshot,
  neighbours: Neighbours,
  owner?: { readonly token: TokenSummary; readonly profile: string },
): readonly Lens[] {
  switch (used.kind) {
    case 'placeholder': {
      // REST Client fills in nothing but its own form.
      const isSendable = neighbours.restClient && used.form === 'processEnv';
      return [tokenLens(used.profile.name, snapshot), ...(isSendable ? [send] : [])];
    }
    case 'no_such_profile':
      return [noProfile(used.form === 'processEnv' ? used.name : `“${shortName(used.name)}”`, snapshot)];
    case 'shared_variable':
      return [sharedVariable(used.variable, used.profiles.length)];
    case 'literal': {
      const suggested = used.suggestion?.kind === 'profile' ? used.suggestion.profile.name : undefined;
      const profile = owner?.profile ?? suggested;
      if (profile === undefined) return [];
      const instead = placeholderLens(profile, 'Use Placeholder Instead');
      return owner === undefined ? [instead] : [literalLens(owner.token, profile, snapshot), instead];
    }
    case 'none':
      return lensesWithout(used, snapshot, neighbours);
    case 'other':
      return [];
  }
}

function lensesWithout(
  { suggestion, url }: Extract<UsedToken, { kind: 'none' }>,
  snapshot: Snapshot,
  neighbours: Neighbours,
): readonly Lens[] {
  // Whoever has no profile at all does not use us, and is left alone.
  if (snapshot.names.length === 0) return [];
  if (suggestion === undefined) return [chooseLens(url)];
  if (suggestion.kind === 'unusable_hint') {
    return [{ ...chooseLens(undefined), title: `${warning}no profile “${plain(suggestion.name)}”: choose…` }];
  }
  const { profile } = suggestion;
  const insert = placeholderLens(profile.name, 'Insert Placeholder');
  const canHaveHeader = profile.tokenQueryParameter === undefined;
  return [
    tokenLens(profile.name, snapshot),
    insert,
    ...(neighbours.restClient ? [send] : canHaveHeader ? [insertHeader] : []),
  ];
}

function tokenLens(profile: string, snapshot: Snapshot): Lens {
  const name = plain(profile);
  const current = snapshot.tokenOf(profile);
  if (current === undefined) {
    return {
      title: `${key}${name} · no token yet: Get New Access Token`,
      tooltip: `“${profile}” has no access token yet. Click to get one; sending the request with Valet Key gets one, too.`,
      action: { kind: 'get_token', profile },
    };
  }
  const words = timeWords(current, snapshot.now());
  return current.state === 'needs_action'
    ? {
        title: `${warning}${name} · ${words.includes('sign in') ? words : `${words}, sign in again`}`,
        tooltip: `Nothing but a sign-in brings another access token of “${profile}”. Click to sign in.`,
        action: { kind: 'get_token', profile },
      }
    : {
        title: `${key}${name} · ${words}`,
        tooltip: `This request is sent with the access token of “${profile}”. Click to see what can be done with it.`,
        action: { kind: 'show_token', profile },
      };
}

/** Of a token that stands in the file nothing is renewed. */
function literalLens(token: TokenSummary, profile: string, snapshot: Snapshot): Lens {
  const now = snapshot.now();
  const isOver = token.expiresAt !== undefined && now >= token.expiresAt;
  return {
    title: `${isOver ? warning : key}${plain(profile)}, written out · ${timeWords({ token, isRenewable: false }, now)}`,
    tooltip: `The access token of “${profile}” itself stands in this file. It is not renewed here.`,
    action: { kind: 'show_token', profile },
  };
}

function placeholderLens(profile: string, title: string): Lens {
  return {
    title,
    tooltip: `Writes a placeholder for the access token of “${profile}”: it is filled in when the request is sent, and no token stands in the file.`,
    action: { kind: 'insert_placeholder', profile },
  };
}

const send: Lens = {
  title: 'Send with Fresh Token',
  tooltip: 'Gets or renews the access token if need be, and has REST Client send the request with it.',
  action: { kind: 'send' },
};

const insertHeader: Lens = {
  title: 'Insert Header',
  tooltip: 'Writes the access token itself into the file. Whoever can read the file can use it.',
  action: { kind: 'insert_header' },
};

function chooseLens(url: string | undefined): Lens {
  const origin = originOf(url);
  const where = origin === undefined ? 'yet' : `for ${new URL(origin).host}`;
  return {
    title: `${key}no profile ${where}: choose…`,
    tooltip: 'Choose the profile whose access token the requests of this file are sent with.',
    action: { kind: 'choose_profile' },
  };
}

function noProfile(what: string, { names }: Snapshot): Lens {
  const title = `${warning}no profile for ${plain(what)}`;
  // Somebody else’s file, and the first that its reader sees of us: empty settings would be of no help.
  return names.length === 0
    ? {
        title,
        tooltip:
          'The request asks for the access token of a profile, and there is none yet. Click to add one.',
        action: { kind: 'add_profile' },
      }
    : {
        title,
        tooltip:
          'The request asks for the access token of a profile that is not there, or has mistakes. Click to open your profiles.',
        action: { kind: 'open_profiles' },
      };
}

function sharedVariable(variable: string, profiles: number): Lens {
  return {
    title: `${warning}${variable} is the variable of ${profiles} profiles`,
    tooltip: 'None of them can use it: rename all but one. Click to open your profiles.',
    action: { kind: 'open_profiles' },
  };
}

/** `$(…)` in a name is no icon. */
function plain(name: string): string {
  return shortName(name).replaceAll('$(', '\\$(');
}
