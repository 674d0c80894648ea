import { ValetKeyError } from '../errors';

/**
 * Where a token can come from beside an authorization server. They are no OAuth grants: there is no client, and there
 * are no endpoints. A profile names them where it names its grant type.
 */
export const otherSources = ['vscode_session', 'command', 'pasted_token'] as const;
export type OtherSource = (typeof otherSources)[number];

/** Whether a profile's token comes from elsewhere than an authorization server. */
export function isOtherSource(grantType: unknown): grantType is OtherSource {
  return (otherSources as readonly unknown[]).includes(grantType);
}

/**
 * Whether the source is asked anew each time a token is wanted, when nobody knows how long the token lives: VS Code
 * itself knows whether its session still is, and asking costs nothing.
 */
export function isAskedEachTime(
  { grantType }: { readonly grantType: string },
  expiresAt: number | undefined,
): boolean {
  return grantType === 'vscode_session' && expiresAt === undefined;
}

/** Where such a token comes from, as it stands within a sentence. */
export const sourceTitles = {
  vscode_session: 'a sign-in that VS Code keeps',
  command: 'the output of a command',
  pasted_token: 'whoever pastes it',
} as const satisfies Record<OtherSource, string>;

/**
 * Stops what only an authorization server can do, or needs a client.
 * @throws ValetKeyError `not_offered` for a profile whose token comes from elsewhere
 */
export function requireServer({
  name,
  grantType,
}: {
  readonly name: string;
  readonly grantType: string;
}): void {
  if (!isOtherSource(grantType)) return;
  throw new ValetKeyError(
    'not_offered',
    `The token of “${name}” comes from ${sourceTitles[grantType]}, not from an authorization server, so this command has nothing to do there.`,
  );
}
