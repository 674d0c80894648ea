import { ValetKeyError } from '../../errors';
import type { BrowserHop, Destination } from '../../ports';
import type { AuthorizationServers } from '../server/authorizationServers';
import type { Inquiry } from './inquiry';

/** Longer addresses are cut or refused by some browsers and servers; a form has no such limit. */
const MAX_URL_LENGTH = 2000;

/** Where a person was led to sign out. What came of it only they can see. */
export interface SignOut {
  readonly host: string;
  /** Whether the server was told whom to sign out; without an ID token it has to ask. */
  readonly named: boolean;
}

/** Signs people out where they signed in (OpenID Connect RP-Initiated Logout 1.0 §2). */
export class SessionEnder {
  constructor(
    private readonly servers: AuthorizationServers,
    private readonly hop: BrowserHop,
  ) {}

  /**
   * Leads the browser to the server’s page. No `post_logout_redirect_uri` goes along, since it would have to be
   * registered, and so no `state`: nobody comes back.
   * @throws ValetKeyError `not_offered`, or what the hop throws
   */
  async signOut({ profile, tokenSet: { idToken }, signal }: Omit<Inquiry, 'credentials'>): Promise<SignOut> {
    const { metadata } = await this.servers.find(profile, signal, { needed: ['end_session_endpoint'] });
    const endpoint = metadata.end_session_endpoint;
    if (endpoint === undefined) throw new ValetKeyError('internal', 'There is no end_session_endpoint.');
    const form = {
      ...(idToken !== undefined && { id_token_hint: idToken }),
      client_id: profile.clientId,
    };
    // Where the person signed in, since there the session is.
    await this.hop.lead({ ...destination(endpoint, form), browser: profile.browser }, signal);
    return { host: new URL(endpoint).host, named: idToken !== undefined };
  }
}

function destination(endpoint: string, form: Readonly<Record<string, string>>): Destination {
  const query = new URLSearchParams(form).toString();
  const url = `${endpoint}${endpoint.includes('?') ? '&' : '?'}${query}`;
  return url.length > MAX_URL_LENGTH ? { url: endpoint, form } : { url };
}
