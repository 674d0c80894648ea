import { ValetKeyError } from '../errors';
import { isAppUri, isLoopbackUri, isOutOfBand } from '../profiles/urls';
import type { SignInChoices } from './signInChoices';

/** A way for the authorization response to come back from the browser. */
export type WayBack = 'loopback' | 'uri_handler' | 'pasted_url';

/** Where this code runs, as seen from the person's browser. */
export interface Host {
  /** On the same machine; on another one, with an editor before the person; or in the browser itself. */
  readonly kind: 'local' | 'remote' | 'web';
  /** The link that opens this editor: `<scheme>://valetkey.valet-key/callback`. */
  readonly appUri: string;
}

export interface WaysBackInput {
  /** The profile's own. */
  readonly redirectUri: string | undefined;
  readonly delivery: 'query' | 'fragment' | 'form_post';
  readonly host: Host;
  readonly wanted?: SignInChoices['wayBack'];
}

/** Where a redirect URI leads, as far as it matters for the way back. */
type RedirectUriKind =
  | 'none' // the profile has none: a free port of this computer
  | 'loopback'
  | 'own_app' // a link that opens this very editor
  | 'other_editor' // the same for an editor of another scheme, or not quite that link
  | 'out_of_band' // the server shows a code and sends nobody anywhere
  | 'elsewhere'; // a page on the web, or another program

interface Ability {
  readonly redirectUris: readonly RedirectUriKind[];
  readonly deliveries: readonly WaysBackInput['delivery'][];
}

/** What each way can do. */
const abilities: Readonly<Record<WayBack, Ability>> = {
  // A page of ours reads the fragment.
  loopback: { redirectUris: ['none', 'loopback'], deliveries: ['query', 'fragment', 'form_post'] },
  // What follows the “#” of a link reaches not every editor (F13).
  uri_handler: { redirectUris: ['own_app'], deliveries: ['query'] },
  // A form that was posted is in no address.
  pasted_url: {
    redirectUris: ['none', 'loopback', 'own_app', 'out_of_band', 'elsewhere'],
    deliveries: ['query', 'fragment'],
  },
};

/** Which comes first where several can do it. A browser that holds the editor, too, may be on any machine. */
const order: Readonly<Record<Host['kind'], readonly WayBack[]>> = {
  local: ['loopback', 'uri_handler', 'pasted_url'],
  remote: ['loopback', 'uri_handler', 'pasted_url'],
  web: ['pasted_url', 'loopback', 'uri_handler'],
};

/**
 * The ways by which the answer can come back. All of them are open at the same time; the first is the one that the
 * person is told of first.
 * @throws ValetKeyError `profile_invalid` when there is none
 */
export function waysBack({ redirectUri, delivery, host, wanted }: WaysBackInput): readonly WayBack[] {
  const kind = redirectUriKind(redirectUri, host.appUri);
  const ways = order[host.kind].filter(
    (way) =>
      (wanted === undefined || way === wanted) &&
      abilities[way].redirectUris.includes(kind) &&
      abilities[way].deliveries.includes(delivery),
  );
  if (ways.length > 0) return ways;
  if (kind === 'other_editor') throw otherEditor(redirectUri ?? '', host);
  throw noWay(kind, delivery);
}

/** @param appUri the link that opens this editor; compared byte for byte, as servers do */
function redirectUriKind(redirectUri: string | undefined, appUri: string): RedirectUriKind {
  if (redirectUri === undefined) return 'none';
  if (isOutOfBand(redirectUri)) return 'out_of_band';
  if (redirectUri === appUri) return 'own_app';
  if (isAppUri(redirectUri)) return 'other_editor';
  return isLoopbackUri(redirectUri) ? 'loopback' : 'elsewhere';
}

function otherEditor(redirectUri: string, { appUri }: Host): ValetKeyError {
  return new ValetKeyError(
    'profile_invalid',
    `The redirect URI ${redirectUri} does not open Valet Key in this editor. Here it is ${appUri}.`,
    {
      hint: `Register ${appUri} with the provider and write exactly that as redirectUri; or leave redirectUri out, which works in every editor.`,
      remedy: 'edit_profile',
    },
  );
}

function noWay(kind: RedirectUriKind, delivery: WaysBackInput['delivery']): ValetKeyError {
  const leadsHere = kind === 'none' || kind === 'loopback';
  const how = delivery === 'form_post' ? 'as a form' : 'in the fragment of an address';
  return new ValetKeyError(
    'profile_invalid',
    leadsHere
      ? 'The server answers this profile as a form, which is in no address that could be pasted.'
      : `The server answers this profile ${how}, which cannot come back from this redirect URI.`,
    {
      hint: 'Take responseMode out of the profile, or use a redirect URI on this computer such as http://127.0.0.1:7890/callback.',
      remedy: 'edit_profile',
    },
  );
}
