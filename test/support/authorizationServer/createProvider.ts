import type { Configuration, Provider } from 'oidc-provider';

/**
 * oidc-provider, without the warnings it prints while it loads (Node 20, where it runs all the same) and while it
 * is built (state in memory, which is what tests and the demo want): a newcomer could do nothing about either. Takes
 * `prompt=select_account` (OpenID Connect Core §3.1.2.1) besides what the library does.
 */
export async function createProvider(issuer: string, configuration: Configuration): Promise<Provider> {
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('oidc-provider WARNING')) warn(...words);
  };
  try {
    const { Provider, interactionPolicy } = await import('oidc-provider');
    const policy = interactionPolicy.base();
    policy.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
    const interactions = { ...configuration.interactions, policy };
    return new Provider(issuer, { ...configuration, interactions });
  } finally {
    console.warn = warn;
  }
}
