import { clientCredentialKind } from '../../profiles/clientCredentialKind';
import { adviceOf, type Advice, type ErrorContext, type Words } from './advice';

/** What an answer without words of its own says by its status (RFC 9110 §15) and its form. */
export interface AnswerForm {
  readonly status: number;
  readonly isEmpty: boolean;
  /** In words, when the server said how long to wait. */
  readonly wait?: string | undefined;
}

interface StatusRow {
  readonly fits: (form: AnswerForm, context: ErrorContext) => boolean;
  readonly cause: Words;
  readonly todo: Words;
  readonly remedy: Advice['remedy'];
  readonly otherRemedy?: Advice['otherRemedy'];
}

const nothingStored = 'Nothing was stored.';

const rows: readonly StatusRow[] = [
  {
    fits: ({ status }) => status === 407,
    cause: 'A proxy on the way wants a sign-in of its own.',
    todo: `Look at \`http.proxy\` and the settings beside it. ${nothingStored}`,
    remedy: 'try_again',
  },
  {
    fits: ({ status }) => status === 429,
    cause: 'The server wants to be asked less often.',
    todo: `Try again in a while. ${nothingStored}`,
    remedy: 'try_again',
  },
  {
    fits: ({ status }) => status >= 500,
    cause: 'The server is in trouble.',
    todo: `Try again in a while; if it stays so, its log says more, and its administrator needs to know. ${nothingStored}`,
    remedy: 'try_again',
  },
  {
    fits: ({ status }) => status === 401,
    cause: ({ profile }) =>
      clientCredentialKind(profile) === 'none'
        ? 'The server wants the client to prove who it is, and the profile sends no secret.'
        : `The server does not take the client’s authentication (${profile.tokenEndpointAuthMethod}): the client ID or its secret is wrong, or it wants it sent in another way.`,
    todo: 'Set the secret anew, or switch the way.',
    remedy: 'switch_client_authentication',
    otherRemedy: 'edit_profile',
  },
  {
    // Glewlwyd answers so for a wrong secret.
    fits: ({ status, isEmpty }) => status === 403 && isEmpty,
    cause: ({ profile }) =>
      signsAssertions(profile)
        ? 'The server forbids it without a word: it does not take what the client signed. That is made out to the issuer, so that no other server can use it; some servers want it made out to their token endpoint. For such a one write "clientAssertionAudience": "token_endpoint".'
        : 'The server forbids it without a word: with some servers (Glewlwyd) the client’s secret is wrong, with others a firewall on the way says so.',
    todo: ({ profile }) =>
      signsAssertions(profile)
        ? 'Switch to another way, or ask the server’s administrator.'
        : 'Set the secret anew, or ask the server’s administrator.',
    remedy: 'set_client_secret',
    otherRemedy: 'switch_client_authentication',
  },
  {
    // Glewlwyd answers so for a refresh token that it does not know or that was used.
    fits: ({ status, isEmpty }, { refreshing }) => status === 400 && isEmpty && refreshing,
    cause:
      'The server refuses without a word: most likely the refresh token has expired or was used already (Glewlwyd answers so).',
    todo: 'Sign in again.',
    remedy: 'get_new_token',
    otherRemedy: 'edit_profile',
  },
  {
    fits: ({ status, isEmpty }) => status === 400 && isEmpty,
    cause: 'The server refuses without a word: most likely a parameter is missing or wrong.',
    todo: 'Compare the profile with your provider’s documentation.',
    remedy: 'edit_profile',
    otherRemedy: 'try_again',
  },
  {
    fits: ({ status }) => status === 403,
    cause: 'The server, or something before it such as a firewall, forbids the request.',
    todo: `Check that the address is the right one, and that you are in the network it expects. ${nothingStored}`,
    remedy: 'edit_profile',
    otherRemedy: 'try_again',
  },
  {
    fits: ({ status }) => status === 404 || status === 410,
    cause: 'There is nothing at this address.',
    todo: `Check that the profile’s endpoint is the one in the provider’s documentation, the final slash included. ${nothingStored}`,
    remedy: 'edit_profile',
  },
  {
    fits: ({ status }) => status === 405,
    cause:
      'This address takes no POST, so it is not the endpoint: perhaps the authorization endpoint, or one without its final slash.',
    todo: `Check the profile’s endpoint. ${nothingStored}`,
    remedy: 'edit_profile',
  },
  {
    fits: ({ status }) => status === 415,
    cause: 'This address takes no form (application/x-www-form-urlencoded), which the standard has here.',
    todo: `Check that the profile’s endpoint is the one in the provider’s documentation. ${nothingStored}`,
    remedy: 'edit_profile',
  },
  {
    fits: () => true,
    cause: '',
    todo: `Check that the profile’s endpoint is the one in the provider’s documentation. ${nothingStored}`,
    remedy: 'edit_profile',
  },
];

function signsAssertions({ tokenEndpointAuthMethod }: ErrorContext['profile']): boolean {
  return tokenEndpointAuthMethod === 'private_key_jwt' || tokenEndpointAuthMethod === 'client_secret_jwt';
}

/** What to do about an answer that cannot be used, by its status. */
export function adviceForStatus(form: AnswerForm, context: ErrorContext): Advice {
  const row = rows.find(({ fits }) => fits(form, context));
  const advice = row === undefined ? {} : adviceOf(row, context);
  const wait = form.wait === undefined ? '' : ` The server asks to wait ${form.wait}.`;
  const hint = `${advice.hint ?? ''}${wait}`.trim();
  // Who asked about a token, or had one revoked, expects nothing to be stored.
  return { ...advice, hint: givesTokens(context) ? hint : hint.replace(` ${nothingStored}`, '') };
}

function givesTokens({ from }: ErrorContext): boolean {
  return from !== 'revocation' && from !== 'introspection' && from !== 'userinfo';
}
