import type { Preset } from './presets';

const documentation = 'docs/sources.md';

/** Profiles whose token comes from a program or a sign-in that a person has already; offered as the presets are. */
export const sourcePresets: readonly Preset[] = [
  {
    id: 'az',
    label: 'Azure CLI (Microsoft Entra ID)',
    documentation,
    members: {
      grantType: 'command',
      command: ['az', 'account', 'get-access-token', '--resource', '{resource}'],
    },
    placeholders: [
      {
        name: 'resource',
        question: 'The API that the token is for',
        pattern: /^[^\s{}]+$/,
        example: 'https://management.azure.com/',
      },
    ],
    clientSecret: 'never',
    notes: ['Sign in with az login first. On Windows begin the command with "cmd", "/c".'],
  },
  {
    id: 'gh',
    label: 'GitHub CLI',
    documentation,
    members: { grantType: 'command', command: ['gh', 'auth', 'token'] },
    placeholders: [],
    clientSecret: 'never',
    notes: ['Sign in with gh auth login first.'],
  },
  {
    id: 'github',
    label: 'GitHub, as VS Code is signed in',
    documentation,
    members: { grantType: 'vscode_session', authenticationProvider: 'github', scope: '{scopes}' },
    placeholders: [
      {
        name: 'scopes',
        question: 'The scopes of the token, separated by spaces',
        pattern: /^[^\s,{}]+(?: [^\s,{}]+)*$/,
        example: 'repo read:user',
      },
    ],
    clientSecret: 'never',
    notes: ['VS Code asks whether Valet Key may use its session.'],
  },
  {
    id: 'gcloud',
    label: 'Google Cloud CLI',
    documentation,
    members: { grantType: 'command', command: ['gcloud', 'config', 'config-helper', '--format=json'] },
    placeholders: [],
    clientSecret: 'never',
    notes: ['Sign in with gcloud auth login first. On Windows begin the command with "cmd", "/c".'],
  },
  {
    id: 'microsoft',
    label: 'Microsoft, as VS Code is signed in',
    documentation,
    members: { grantType: 'vscode_session', authenticationProvider: 'microsoft', scope: '{scopes}' },
    placeholders: [
      {
        name: 'scopes',
        question: 'The scopes of the token, separated by spaces',
        pattern: /^[^\s,{}]+(?: [^\s,{}]+)*$/,
        example: 'https://management.azure.com/.default offline_access',
      },
    ],
    clientSecret: 'never',
    notes: ['VS Code asks whether Valet Key may use its session.'],
  },
  {
    id: 'pasted',
    label: 'Pasted token',
    documentation,
    members: { grantType: 'pasted_token' },
    placeholders: [],
    clientSecret: 'never',
    notes: ['The token is asked for each time a new one is needed.'],
  },
];
