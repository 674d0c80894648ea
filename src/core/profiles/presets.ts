/**
 * What is known of a provider before anybody has an app there: a profile with placeholders, as data. A placeholder
 * stands as `{name}` inside of a text.
 */
export interface Preset {
  readonly id: string;
  /** The provider, as a person would look for it. */
  readonly label: string;
  /** The page that leads a person through it, from the project's root. */
  readonly documentation: string;
  /** Members of a profile; texts can hold placeholders. */
  readonly members: Readonly<Record<string, string | readonly string[]>>;
  readonly placeholders: readonly Placeholder[];
  /** Whether the app has a client secret; `sometimes`: with `tokenEndpointAuthMethod` set to `none` it needs none. */
  readonly clientSecret: 'always' | 'sometimes' | 'never';
  /** What a person should know before the first try. */
  readonly notes: readonly string[];
}

export interface Placeholder {
  readonly name: string;
  readonly question: string;
  /** What an answer has to look like as a whole. */
  readonly pattern: RegExp;
  readonly example: string;
}

/** An answer that is missing or has the wrong form. */
export interface PlaceholderProblem {
  readonly placeholder: string;
  readonly message: string;
}

const host = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d+)?$/;
const httpsUrl = /^https:\/\/[^\s{}]+$/;
const identifier = /^[^\s{}]+$/;
const scopes = /^[^\s,{}]+(?: [^\s,{}]+)*$/;

/** The presets, by label. Every one is tried against an emulator of its provider. */
export const presets: readonly Preset[] = [
  {
    id: 'gateway',
    label: 'API gateway with OAuth Management in Control Center (Akamai)',
    documentation: 'docs/providers/gateway.md',
    members: {
      authorizationEndpoint: '{authorizationUrl}',
      tokenEndpoint: '{tokenUrl}',
      clientId: '{clientId}',
      tokenEndpointAuthMethod: 'client_secret_basic',
      scope: '{scopes}',
      redirectUri: 'http://127.0.0.1:7890/callback',
    },
    placeholders: [
      {
        name: 'authorizationUrl',
        question: 'The URL that starts the authorization grant flow, up to its question mark',
        pattern: httpsUrl,
        example: 'https://gateway.example.com/oauth/authorize',
      },
      {
        name: 'tokenUrl',
        question: 'The URL that the authorization code is exchanged at',
        pattern: httpsUrl,
        example: 'https://gateway.example.com/oauth/token',
      },
      {
        name: 'clientId',
        question: 'The client identifier of your app in OAuth Management',
        pattern: identifier,
        example: 'my-client-app',
      },
      {
        name: 'scopes',
        question: 'The scopes configured in API Definitions, separated by spaces',
        pattern: scopes,
        example: 'orders.read',
      },
    ],
    clientSecret: 'always',
    notes: ['Register http://127.0.0.1:7890/callback as a redirect URI of the client app, exactly so.'],
  },
  {
    id: 'okta',
    label: 'Okta (org authorization server)',
    documentation: 'docs/providers/okta.md',
    members: {
      issuer: 'https://{yourOktaDomain}',
      clientId: '{clientId}',
      tokenEndpointAuthMethod: 'client_secret_post',
      scope: '{scopes}',
      redirectUri: 'http://127.0.0.1:7890/callback',
    },
    placeholders: [
      {
        name: 'yourOktaDomain',
        question: 'The domain of your Okta org, without -admin',
        pattern: host,
        example: 'dev-123456.okta.com',
      },
      {
        name: 'clientId',
        question: 'The client ID of your Okta OAuth application',
        pattern: identifier,
        example: '0oan47pj9BsB30h7',
      },
      {
        name: 'scopes',
        question: 'The scopes that the application was granted, separated by spaces',
        pattern: scopes,
        example: 'okta.users.read',
      },
    ],
    clientSecret: 'sometimes',
    notes: [
      'Only the org authorization server gives out tokens with okta.* scopes: the issuer is the domain alone, without /oauth2/default.',
      'Register http://127.0.0.1:7890/callback among the sign-in redirect URIs, exactly so.',
      'A native app without a client secret: set tokenEndpointAuthMethod to none.',
    ],
  },
  {
    id: 'salesforce',
    label: 'Salesforce (External Client App or Connected App)',
    documentation: 'docs/providers/salesforce.md',
    members: {
      authorizationEndpoint: 'https://{yourSalesforceDomain}/services/oauth2/authorize',
      tokenEndpoint: 'https://{yourSalesforceDomain}/services/oauth2/token',
      revocationEndpoint: 'https://{yourSalesforceDomain}/services/oauth2/revoke',
      introspectionEndpoint: 'https://{yourSalesforceDomain}/services/oauth2/introspect',
      clientId: '{consumerKey}',
      tokenEndpointAuthMethod: 'client_secret_post',
      scope: 'api refresh_token',
      redirectUri: 'http://localhost:7890/callback',
    },
    placeholders: [
      {
        name: 'yourSalesforceDomain',
        question: 'The domain of your org (Setup, My Domain)',
        pattern: host,
        example: 'mycompany.my.salesforce.com',
      },
      {
        name: 'consumerKey',
        question: 'The consumer key of your app',
        pattern: identifier,
        example: '3MVG9GCMQoQ6rpz',
      },
    ],
    clientSecret: 'sometimes',
    notes: [
      'Add http://localhost:7890/callback to the callback URLs of the app, exactly so; or write the one that it has as redirectUri, and paste the URL that the browser ends on.',
      'A new or changed app takes 5 to 10 minutes until every Salesforce server knows it.',
      'An app that requires no secret: set tokenEndpointAuthMethod to none.',
    ],
  },
  {
    id: 'saltoks',
    label: 'SaltoKS Connect API',
    documentation: 'docs/providers/saltoks.md',
    members: {
      issuer: 'https://{identityServer}',
      clientId: '{clientId}',
      tokenEndpointAuthMethod: 'client_secret_basic',
      scope: 'user_api.full_access openid profile offline_access',
      redirectUri: 'http://127.0.0.1:7890/callback',
    },
    placeholders: [
      {
        name: 'identityServer',
        question: 'The host of the Identity Server of your environment',
        pattern: host,
        example: 'clp-accept-identityserver.saltoks.com',
      },
      {
        name: 'clientId',
        question: 'The client ID that SaltoKS gave you',
        pattern: identifier,
        example: '00000000-0000-0000-0000-000000000000',
      },
    ],
    clientSecret: 'sometimes',
    notes: [
      'SaltoKS registers redirect URIs for you: ask for http://127.0.0.1:7890/callback; or write the one that you have as redirectUri, and paste the URL that the browser ends on.',
      'A public client: set tokenEndpointAuthMethod to none.',
      'Without offline_access in the scope there is no refresh token.',
    ],
  },
];

/**
 * A preset's members with the answers in the place of its placeholders.
 * @param answers by name of placeholder; blanks around an answer are left out
 * @returns members for a profile, or every answer that is missing or has the wrong form
 */
export function fillPreset(
  preset: Preset,
  answers: Readonly<Record<string, string>>,
):
  | { readonly members: Record<string, string | readonly string[]> }
  | { readonly problems: readonly PlaceholderProblem[] } {
  const answerTo = (name: string) => (Object.hasOwn(answers, name) ? (answers[name] ?? '').trim() : '');
  const problems = preset.placeholders
    .filter(({ name, pattern }) => !pattern.test(answerTo(name)))
    .map(({ name, question, example }) => ({
      placeholder: name,
      message: `{${name}} is ${answerTo(name) === '' ? 'not filled in' : 'not filled in right'}. ${question}; for example ${example}.`,
    }));
  if (problems.length > 0) return { problems };
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, name: string) => answerTo(name));
  return {
    members: Object.fromEntries(
      Object.entries(preset.members).map(([name, text]) => [
        name,
        typeof text === 'string' ? fill(text) : text.map(fill),
      ]),
    ),
  };
}
