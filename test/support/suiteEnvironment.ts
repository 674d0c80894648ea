import type { TestClients } from './authorizationServer/clients';

/** What a suite in an extension host, which is another process, is told about its surroundings. */
export interface SuiteEnvironment {
  readonly resultsFile: string;
  /** Of the test authorization server. */
  readonly issuer: string;
  readonly clients: TestClients;
  /** The demo API, that takes the authorization server's tokens. */
  readonly apiUrl: string;
}

const variable = 'VALET_KEY_TEST';

/** The environment variables that carry it. */
export function toEnvironment(suiteEnvironment: SuiteEnvironment): Record<string, string> {
  return { [variable]: JSON.stringify(suiteEnvironment) };
}

/** @throws Error where the runner did not start this process. */
export function readSuiteEnvironment(): SuiteEnvironment {
  const value = process.env[variable];
  if (value === undefined)
    throw new Error(`${variable} is not set: run the suites with \`npm run test:vscode\`.`);
  return JSON.parse(value) as SuiteEnvironment;
}
