import { ValetKeyError, cancelled } from '../errors';
import type { Prompt } from '../ports';
import type { Clients } from '../protocol/client/connectedClient';
import type { Granted, TokenEndpoint } from '../protocol/token/tokenEndpoint';
import type { Redactor } from '../redactor';
import type { TokenSet } from '../tokens/tokenRecord';
import type { Grant, GrantRequest } from './grant';
import { requestDirectly } from './tokenEndpointGrant';

const ACCESS_TOKEN = 'urn:ietf:params:oauth:token-type:access_token';

/** Where a profile's token of each type lies (RFC 8693 §3); an access token may be a JWT. */
const membersByType: Readonly<Record<string, { readonly member: keyof TokenSet; readonly scope?: string }>> =
  {
    [ACCESS_TOKEN]: { member: 'accessToken' },
    'urn:ietf:params:oauth:token-type:jwt': { member: 'accessToken' },
    'urn:ietf:params:oauth:token-type:id_token': { member: 'idToken', scope: 'openid' },
    'urn:ietf:params:oauth:token-type:refresh_token': { member: 'refreshToken', scope: 'offline_access' },
  };

/** Token exchange (RFC 8693): another profile's token, or one that a person pastes, for a token of this server. */
export class TokenExchangeGrant implements Grant {
  constructor(
    private readonly clients: Clients,
    private readonly tokenEndpoint: TokenEndpoint,
    private readonly prompt: Prompt,
    private readonly redactor: Redactor,
  ) {}

  async run<T>(request: GrantRequest, keep: (granted: Granted) => Promise<T>): Promise<T> {
    const { profile, progress } = request;
    const { subjectProfile, actorProfile, requestedTokenType } = profile;
    progress.report('Looking up the authorization server…');
    const connected = await this.clients.connect(request, ['token_endpoint']);
    const subjectType = profile.subjectTokenType ?? ACCESS_TOKEN;
    const actorType = profile.actorTokenType ?? ACCESS_TOKEN;
    const subject =
      subjectProfile === undefined
        ? await this.#askFor(request)
        : await this.#tokenOf(request, subjectProfile, subjectType);
    const actor =
      actorProfile === undefined ? undefined : await this.#tokenOf(request, actorProfile, actorType);
    progress.report('Exchanging the token…');
    const granted = await requestDirectly(this.tokenEndpoint, connected, {
      grantType: 'urn:ietf:params:oauth:grant-type:token-exchange',
      parameters: {
        subject_token: subject,
        subject_token_type: subjectType,
        ...(actor !== undefined && { actor_token: actor, actor_token_type: actorType }),
        ...(requestedTokenType !== undefined && { requested_token_type: requestedTokenType }),
      },
      // RFC 8693 §2.2.1: what was issued is no access token, which is explained when the answer is read.
      recognizedTokenTypes: { n_a: () => undefined },
    });
    return await keep({
      ...(subjectProfile !== undefined && { label: `from “${subjectProfile}”` }),
      ...granted,
    });
  }

  async #tokenOf(request: GrantRequest, profile: string, type: string): Promise<string> {
    request.progress.report(`Waiting for a token of “${profile}”…`);
    const known = membersByType[type];
    const tokenSet = await request.tokenOf(profile);
    const token = known && tokenSet[known.member];
    if (typeof token === 'string') return token;
    throw new ValetKeyError(
      'nothing_to_exchange',
      `“${profile}” has no token of the type ${type}, so there is nothing to exchange.`,
      {
        hint:
          known?.scope === undefined
            ? 'Valet Key has access tokens, ID tokens and refresh tokens. Write another subjectTokenType or actorTokenType, or leave out subjectProfile to paste a token.'
            : `Most servers give one for the scope ${known.scope}: add it to “${profile}” and get a new token for that.`,
        remedy: 'edit_profile',
      },
    );
  }

  async #askFor({ profile, progress, signal }: GrantRequest): Promise<string> {
    progress.report('Waiting for the token to exchange…');
    const pasted = await this.prompt.secret(
      {
        title: `Token to exchange for “${profile.name}”`,
        prompt: 'Paste the token. It is sent to the token endpoint, and kept nowhere.',
      },
      signal,
    );
    if (pasted === undefined || signal.aborted) throw cancelled();
    this.redactor.protect(pasted);
    return pasted;
  }
}
