import { json, type Answer, type ReceivedRequest } from './faultServer';
import type { ScriptedServer } from './scriptedServer';
import { registerSecret } from './secrets';

/** What a server knows of one family of refresh tokens. */
export interface RotatingTokens {
  /** The refresh tokens that came in, in order. */
  readonly sent: string[];
  /** How often one came in that had come in before. */
  replays(): number;
  /** The server does its work and says nothing, so that nobody knows. */
  silent: boolean;
}

/**
 * Has a server rotate its refresh tokens. One that comes a second time ends the family, as with oidc-provider and
 * Glewlwyd, or is answered with the newest tokens once more, as where there is a grace period.
 */
export function rotateTokens(server: ScriptedServer, { grace = false } = {}): RotatingTokens {
  const sent: string[] = [];
  let newest = 0;
  let dead = false;
  const name = (turn: number) => `refresh-token-${turn}`;
  const tokens: RotatingTokens = {
    sent,
    replays: () => sent.length - new Set(sent).size,
    silent: false,
  };
  const next = (): Answer => {
    registerSecret(name(newest));
    const access = `access-token-${newest}`;
    registerSecret(access);
    return json(server.tokenResponse({ access_token: access, refresh_token: name(newest) }));
  };
  const refreshed = (token: string): Answer => {
    const isReplay = sent.includes(token);
    sent.push(token);
    dead ||= isReplay && !grace;
    if (dead) return json({ error: 'invalid_grant' }, { status: 400 });
    if (!isReplay) newest += 1;
    const answer = next();
    return tokens.silent ? { stall: 'beforeHeaders' } : answer;
  };
  server.onToken(({ body }: ReceivedRequest) => {
    const token = new URLSearchParams(body).get('refresh_token');
    return token === null ? next() : refreshed(token);
  });
  return tokens;
}
