import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import { describeEnvironment } from '../../core/profiles/describeProfile';
import { countdown, type Countdown } from '../../core/tokens/countdown';
import { describeExpiry, nextExpiryChange } from '../../core/tokens/expiry';
import { describeInstant } from '../../core/tokens/instants';
import { describeToken } from '../../core/tokens/tokenNames';
import { isRenewable } from '../../core/tokens/tree/tokenState';
import type { Basics } from '../commands/command';
import { currentToken, type CurrentToken } from '../currentToken';
import { commands, settings as ids } from '../ids';
import { plain } from '../plain';

/** A machine that slept has stopped its timers: no text is older than this after it wakes. */
const LONGEST_WAIT_MILLISECONDS = 60_000;
/** Of a name that a person gave a token. */
const MAX_NAME = 24;

const backgrounds: Readonly<Record<Countdown['severity'], vscode.ThemeColor | undefined>> = {
  none: undefined,
  warning: new vscode.ThemeColor('statusBarItem.warningBackground'),
  error: new vscode.ThemeColor('statusBarItem.errorBackground'),
};

export type StatusBarDependencies = Pick<
  Basics,
  'settings' | 'store' | 'active' | 'inUse' | 'clock' | 'errors'
>;

/**
 * The token that this window is about, and how long it still lives. While there is none nothing runs; otherwise one
 * timer, set for the next moment at which the text says something else.
 */
export class TokenStatusBar implements Disposable {
  readonly #item: vscode.StatusBarItem;
  readonly #subscriptions: readonly Disposable[];
  #current: CurrentToken | undefined;
  #countdown = new AbortController();
  #reading = false;
  #outdated = false;
  #disposed = false;

  constructor(private readonly dependencies: StatusBarDependencies) {
    const { store, settings, inUse } = dependencies;
    this.#item = vscode.window.createStatusBarItem('valetKey.token', vscode.StatusBarAlignment.Right, 90);
    this.#item.name = 'Valet Key: Access Token';
    this.#item.command = commands.showActiveToken;
    const update = () => void this.#update();
    this.#subscriptions = [
      this.#item,
      store.onDidChange(update),
      settings.onDidChange(update),
      inUse.onDidChange(update),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(ids.statusBarEnabled)) update();
      }),
      // Somebody looks again: after a sleep the text is right at once.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#render();
      }),
    ];
    update();
  }

  dispose(): void {
    this.#disposed = true;
    this.#countdown.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Reads anew; changes that come meanwhile lead to one more reading, however many they are. */
  async #update(): Promise<void> {
    this.#outdated = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#outdated) {
      this.#outdated = false;
      // What cannot be read is said where somebody asks for it; here there is then nothing to show.
      this.#current = isEnabled() ? await currentToken(this.dependencies).catch(() => undefined) : undefined;
    }
    this.#reading = false;
    this.#render();
  }

  #render(): void {
    this.#countdown.abort();
    if (this.#disposed) return;
    if (this.#current === undefined) return this.#item.hide();
    const { clock } = this.dependencies;
    const now = clock.now();
    const { profile, token } = this.#current;
    const { words, severity } = countdown(token, now, isRenewable(this.#current));
    const name = token.name === undefined ? '' : ` (${shortened(token.name)})`;
    this.#item.text = `$(key) ${plain(profile.name)}${plain(name)} ${words}`.trim();
    this.#item.backgroundColor = backgrounds[severity];
    this.#item.tooltip = tooltip(this.#current, now);
    const spoken = words === '' ? 'expiry unknown' : words;
    this.#item.accessibilityInformation = {
      label: `Access token of ${profile.name}, ${describeToken(token)}, ${spoken}`,
      role: 'button',
    };
    this.#item.show();
    const next = nextExpiryChange(token, now);
    if (next === undefined) return;
    const wait = Math.min(Math.max(next - now, 1), LONGEST_WAIT_MILLISECONDS);
    this.#countdown = new AbortController();
    void clock.delay(wait, this.#countdown.signal).then(() => this.#render(), ignore);
  }
}

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration().get<boolean>(ids.statusBarEnabled, true);
}

/** Plain text: what a server said stays what it is. */
function tooltip({ profile, token }: CurrentToken, now: number): string {
  const { account, expiresAt } = token;
  const expires =
    expiresAt === undefined
      ? 'Expires: the server did not say'
      : now < expiresAt
        ? `Expires: ${describeInstant(expiresAt)} (${describeExpiry(expiresAt, now)})`
        : `Expired: ${describeInstant(expiresAt)}`;
  return [
    `Access token of “${profile.name}”`,
    account === undefined ? describeToken(token) : `Account: ${describeToken(token)} at ${account.issuer}`,
    `Scope: ${token.scope ?? 'not stated by the server'}`,
    expires,
    ...describeEnvironment(profile),
    'Click to copy, insert, renew or switch it.',
  ].join('\n');
}

/** Another rendering has taken over. */
function ignore(): void {
  return;
}

function shortened(name: string): string {
  const characters = Array.from(name);
  return characters.length <= MAX_NAME
    ? name
    : `${characters
        .slice(0, MAX_NAME - 1)
        .join('')
        .trimEnd()}…`;
}
