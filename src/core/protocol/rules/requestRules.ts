import type { Logger } from '../../ports';
import type { Profile } from '../../profiles/profile';
import type { Rule } from './rule';

/** A rule for what one provider wants to be asked differently. It holds for that provider's own hosts alone. */
export interface RequestRule extends Rule {
  /** Of the endpoint, in lower case. */
  readonly hosts: readonly string[];
  /** Changes the request in place. Returns whether it did. */
  apply(request: RequestDraft): boolean;
}

/** A request while the rules go over it: the form of a POST, or the query that a browser is sent to. */
export interface RequestDraft {
  readonly parameters: URLSearchParams;
  encoding: 'form' | 'json';
}

export const requestRules: readonly RequestRule[] = [
  {
    name: 'client-key',
    provider: 'TikTok',
    source: 'developers.tiktok.com “Manage User Access Tokens with OAuth v2”; Auth.js tiktok.ts',
    hosts: ['open.tiktokapis.com', 'www.tiktok.com'],
    apply: ({ parameters }) => {
      const clientId = parameters.get('client_id');
      if (clientId === null || parameters.has('client_key')) return false;
      parameters.set('client_key', clientId);
      parameters.delete('client_id');
      return true;
    },
  },
  {
    name: 'json-body',
    provider: 'Notion',
    source: 'developers.notion.com “Create a token”: Content-Type application/json',
    hosts: ['api.notion.com'],
    apply: (request) => {
      request.encoding = 'json';
      return true;
    },
  },
];

/** Lets the rules go over a request; one for a `strict` profile stays as it is. */
export function adapt(
  request: RequestDraft,
  endpoint: string,
  { strict }: Pick<Profile, 'strict'>,
  logger: Logger,
): RequestDraft {
  const host = new URL(endpoint).hostname.toLowerCase();
  for (const rule of strict ? [] : requestRules) {
    if (rule.hosts.includes(host) && rule.apply(request)) {
      logger.info(`The request to ${host} was adapted by rule ${rule.name} (${rule.provider}).`);
    }
  }
  return request;
}
