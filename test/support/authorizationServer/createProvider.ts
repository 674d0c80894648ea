import type { Configuration, Provider } from 'oidc-provider';

/**
 * oidc-provider, without the warnings it prints while it loads (Node 20, where it runs all the same) and while it
 * is built (state in memory, which is what tests and the demo want): a newcomer could do nothing about either.
 */
export async function createProvider(issuer: string, configuration: Configuration): Promise<Provider> {
  const { warn } = console;
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes('oidc-provider WARNING')) warn(...words);
  };
  try {
    const { Provider } = await import('oidc-provider');
    return new Provider(issuer, configuration);
  } finally {
    console.warn = warn;
  }
}
