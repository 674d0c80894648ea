import * as oauth from 'oauth4webapi';
import { readAnswer, type AnswerReaderDependencies } from '../token/answers';
import type { Clients } from '../client/connectedClient';
import type { Inquiry, ServerAnswer } from './inquiry';
import { errorRules } from '../rules/errorRules';
import { readPerhapsSigned, type AnswerSignature } from '../idToken/signedAnswer';

/** What a server says of a token. For a person to read: nothing is decided by it, and it is kept nowhere (R76). */
export interface Introspection {
  /** `undefined`: the server did not say, though it has to (RFC 7662 §2.2). */
  readonly active: boolean | undefined;
  readonly answer: ServerAnswer;
  readonly signature: AnswerSignature;
}

/** Asks a server what it knows of a token (RFC 7662, RFC 9701). */
export class Introspector {
  constructor(
    private readonly clients: Clients,
    private readonly reading: AnswerReaderDependencies,
  ) {}

  /** @throws ValetKeyError `not_offered`, `request_refused`, `response_invalid`, or what the transport throws */
  async introspect(inquiry: Inquiry): Promise<Introspection> {
    const connected = await this.clients.connect(inquiry, ['introspection_endpoint']);
    const { server, client, authentication, profile } = connected;
    const { metadata } = server;
    const { accessToken } = inquiry.tokenSet;
    const response = await oauth.introspectionRequest(metadata, client, authentication, accessToken, {
      ...connected.options(),
      additionalParameters: { token_type_hint: 'access_token' },
    });
    const endpoint = metadata.introspection_endpoint ?? '';
    const received = { from: 'introspection', endpoint, response, profile } as const;
    return await readAnswer(received, errorRules, this.reading, async (answer) => {
      const silent = await answerWithoutActive(answer.clone());
      if (silent) return { active: undefined, answer: silent, signature: undefined };
      const { value, signature } = await readPerhapsSigned(
        'The introspection endpoint',
        connected,
        answer,
        () => oauth.processIntrospectionResponse(metadata, client, answer),
      );
      return { active: value.active, answer: value, signature };
    });
  }
}

/** An answer that leaves out the one member that it must have: not what was asked for, and still worth a look. */
async function answerWithoutActive(response: Response): Promise<ServerAnswer | undefined> {
  if (response.status !== 200) return undefined;
  try {
    const value: unknown = JSON.parse(await response.text());
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
    return 'active' in value && typeof value.active === 'boolean' ? undefined : (value as ServerAnswer);
  } catch {
    return undefined;
  }
}
