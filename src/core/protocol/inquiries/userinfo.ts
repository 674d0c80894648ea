import * as oauth from 'oauth4webapi';
import { ValetKeyError, cleanServerText } from '../../errors';
import { readAnswer, type AnswerReaderDependencies } from '../token/answers';
import type { Clients, ConnectedClient } from '../client/connectedClient';
import { restoreDpopKey } from '../client/dpop';
import { sendWithNonce } from '../client/dpopNonce';
import type { Inquiry, ServerAnswer } from './inquiry';
import { errorRules } from '../rules/errorRules';
import { membersOf } from '../rules/rule';
import { personName } from '../idToken/personName';
import { readPerhapsSigned, type AnswerSignature } from '../idToken/signedAnswer';

/** What a server says of the person who signed in. */
export interface UserInfo {
  readonly claims: ServerAnswer;
  /** Whether it is the person of the ID token; without one there is nothing to compare with. */
  readonly personChecked: boolean;
  readonly signature: AnswerSignature;
}

/** Asks who signed in (OpenID Connect Core §5.3). */
export class UserInfoReader {
  constructor(
    private readonly clients: Clients,
    private readonly reading: AnswerReaderDependencies,
  ) {}

  /**
   * The token goes along as it would to an API, with a proof if it is bound to a key (RFC 9449 §7.1).
   * @throws ValetKeyError `not_offered`, `request_refused`, `response_invalid`, or what the transport throws
   */
  async read(inquiry: Inquiry): Promise<UserInfo> {
    const connected = await this.clients.connect(inquiry, ['userinfo_endpoint']);
    const { server, client, profile } = connected;
    const response = await this.#ask(connected, inquiry);
    const endpoint = server.metadata.userinfo_endpoint ?? '';
    const received = { from: 'userinfo', endpoint, response, profile } as const;
    const subject = inquiry.account?.subject;
    const metadata = withUserInfoAlgorithms(server.metadata);
    return await readAnswer(received, errorRules, this.reading, async (answer) => {
      const refused = await refusal(answer, (text) => this.reading.redactor.redact(text));
      if (refused) throw refused;
      const { value, signature } = await readPerhapsSigned('The userinfo endpoint', connected, answer, () =>
        oauth
          .processUserInfoResponse(metadata, client, subject ?? oauth.skipSubjectCheck, answer)
          .catch(explainSubject),
      );
      return { claims: value, personChecked: subject !== undefined, signature };
    });
  }

  /**
   * By what name a person knows the one who signed in. With an ID token to compare with, the answer is checked as
   * `read` does; without one any JSON does, such as GitHub's, which has no `sub`.
   * @throws ValetKeyError what `read` throws
   */
  async label(inquiry: Inquiry): Promise<string | undefined> {
    if (inquiry.account !== undefined) return personName((await this.read(inquiry)).claims, 'common');
    const connected = await this.clients.connect(inquiry, ['userinfo_endpoint']);
    const response = await this.#ask(connected, inquiry);
    const refused = await refusal(response, (text) => this.reading.redactor.redact(text));
    if (refused) throw refused;
    return response.ok ? personName(await readMembers(response), 'common') : undefined;
  }

  async #ask(connected: ConnectedClient, { tokenSet }: Inquiry): Promise<Response> {
    const { server, client } = connected;
    const { accessToken, dpopKey } = tokenSet;
    const dpop = dpopKey && (await restoreDpopKey(dpopKey, client));
    const options = { ...connected.options(), ...(dpop && { DPoP: dpop.handle }) };
    return await sendWithNonce(
      {
        dpop,
        endpoint: 'userinfo endpoint',
        send: () => oauth.userInfoRequest(server.metadata, client, accessToken, options),
      },
      this.reading.logger,
    );
  }
}

/** A server that does not say what it signs these with signs them like ID tokens. */
function withUserInfoAlgorithms(metadata: oauth.AuthorizationServer): oauth.AuthorizationServer {
  const algorithms = metadata.userinfo_signing_alg_values_supported ??
    metadata.id_token_signing_alg_values_supported ?? ['RS256'];
  return { ...metadata, userinfo_signing_alg_values_supported: algorithms };
}

/** R70: an answer about anybody else must not be used. */
function explainSubject(error: unknown): never {
  if (error instanceof oauth.OperationProcessingError && error.code === oauth.JSON_ATTRIBUTE_COMPARISON) {
    throw new ValetKeyError(
      'response_invalid',
      'The userinfo endpoint speaks of another person than the ID token (its “sub” is another), so its answer is not used.',
      { hint: 'Sign in again. If it stays so, the server’s administrator needs to know.' },
    );
  }
  throw error;
}

/** RFC 6750 §3: here it is the token that is not taken, and not the client. It is kept all the same. */
async function refusal(
  response: Response,
  redact: (text: string) => string,
): Promise<ValetKeyError | undefined> {
  const { status } = response;
  if (status !== 401 && status !== 403) return undefined;
  const challenge = response.headers.get('www-authenticate') ?? '';
  const body = await readMembers(response);
  const said = (name: string) => redact(cleanServerText(parameterOf(challenge, name) ?? textIn(body, name)));
  const [error, errorDescription] = [said('error'), said('error_description')];
  const words = [error, errorDescription && `“${errorDescription}”`].filter(Boolean).join(' — ');
  const lacksScope = error === 'insufficient_scope' || (status === 403 && error === '');
  return new ValetKeyError(
    'request_refused',
    `The userinfo endpoint did not take the token: ${words === '' ? `status ${status}` : words}.`,
    {
      hint: lacksScope
        ? 'The token is kept. For user info its scope has to hold “openid”.'
        : 'The token is kept. It may have been revoked or have expired early: refresh it, or get a new one.',
      remedy: lacksScope ? 'edit_profile' : 'get_new_token',
      server: { error, errorDescription, httpStatus: status },
    },
  );
}

/** A parameter of a challenge (RFC 9110 §11.2), quoted or not. */
function parameterOf(challenge: string, name: string): string | undefined {
  const form = new RegExp(`(?:^|[\\s,])${name}\\s*=\\s*(?:"([^"]*)"|([^\\s,]+))`, 'i');
  return form.exec(challenge)?.slice(1).find(Boolean);
}

/** Some say it in the body, too, or only there. */
async function readMembers(response: Response): Promise<ServerAnswer> {
  try {
    return membersOf(JSON.parse(await response.clone().text()));
  } catch {
    return {};
  }
}

function textIn(members: ServerAnswer, name: string): string {
  const value = members[name];
  return typeof value === 'string' ? value : '';
}
