import * as vscode from 'vscode';
import type { Clock, Disposable } from '../core/ports';
import type { Redactor } from '../core/redactor';
import { renderComparable } from '../core/tokens/details/comparableToken';
import { renderTokenDetails, type TokenDetails } from '../core/tokens/details/tokenDetails';
import { assignTokens } from '../core/tokens/ownership';
import { nameOfToken } from '../core/tokens/tokenNames';
import type { TokenStore, TokenSummary } from '../core/tokens/tokenStore';
import { titlePath } from './answerDocuments';
import { commands, languages } from './ids';
import type { ProfileSettings } from './settings';

/** The menus of the manifest know these. */
const DETAILS = 'valetkey-token';
const COMPARABLE = 'valetkey-compare';

const SECRETS_MILLISECONDS = 30_000;
const COUNTDOWN_MILLISECONDS = 30_000;

const GONE = 'This token is not there any more.\n';

export interface TokenDocumentsDependencies {
  readonly settings: ProfileSettings;
  readonly store: TokenStore;
  readonly clock: Clock;
  readonly redactor: Redactor;
}

/** A document that is open. */
interface Shown {
  readonly uri: vscode.Uri;
  readonly id: string;
  /** Runs while the secrets are shown; until when, in milliseconds since 1970. */
  secrets: { readonly timer: NodeJS.Timeout; readonly until: number } | undefined;
}

/**
 * Stored tokens as read-only documents, which follow what becomes of the token. Secrets stand in one only for as long
 * as a person asked for (L13), in memory alone; its address and title never hold any.
 */
export class TokenDocuments implements vscode.CodeLensProvider, Disposable {
  readonly #shown = new Map<string, Shown>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#lensesChanged.event;
  readonly #subscriptions: Disposable[];
  #countdown: NodeJS.Timeout | undefined;
  #count = 0;

  constructor(private readonly dependencies: TokenDocumentsDependencies) {
    const { store, settings } = dependencies;
    this.#subscriptions = [
      this.#changed,
      this.#lensesChanged,
      ...[DETAILS, COMPARABLE].map((scheme) =>
        vscode.workspace.registerTextDocumentContentProvider(scheme, {
          // VS Code warns of each event that is another scheme's.
          onDidChange: (listener) =>
            this.#changed.event((uri) => {
              if (uri.scheme === scheme) listener(uri);
            }),
          provideTextDocumentContent: (uri) => this.#textOf(uri),
        }),
      ),
      vscode.languages.registerCodeLensProvider({ scheme: DETAILS }, this),
      store.onDidChange((id) => this.#renew((shown) => id === '' || shown.id === id)),
      settings.onDidChange(() => this.#renew(() => true)),
      vscode.window.tabGroups.onDidChangeTabs(({ closed }) => closed.forEach((tab) => this.#tabClosed(tab))),
      vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && this.#hideOverdue()),
    ];
  }

  dispose(): void {
    clearInterval(this.#countdown);
    for (const { secrets } of this.#shown.values()) clearTimeout(secrets?.timer);
    this.#shown.clear();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async showDetails(token: TokenSummary): Promise<void> {
    const document = await this.#open(DETAILS, token);
    await vscode.window.showTextDocument(document, { preview: true });
  }

  /** Side by side in the editor's own comparison. */
  async compare(left: TokenSummary, right: TokenSummary): Promise<void> {
    const documents = [await this.#open(COMPARABLE, left), await this.#open(COMPARABLE, right)];
    const [first, second] = documents.map(({ uri }) => uri);
    await vscode.commands.executeCommand(
      'vscode.diff',
      first,
      second,
      `${titleOf(left)} ↔ ${titleOf(right)}`,
      { preview: true },
    );
  }

  toggleSecrets(uri: vscode.Uri): void {
    const shown = this.#shown.get(uri.toString());
    if (shown === undefined || uri.scheme !== DETAILS) return;
    if (shown.secrets) return this.#hide(shown);
    const timer = setTimeout(() => this.#hide(shown), SECRETS_MILLISECONDS);
    shown.secrets = { timer, until: this.dependencies.clock.now() + SECRETS_MILLISECONDS };
    this.#draw(shown);
  }

  async #textOf(uri: vscode.Uri): Promise<string> {
    const shown = this.#shown.get(uri.toString());
    const details = shown && (await this.#detailsOf(shown.id));
    if (details === undefined) return GONE;
    const { clock, redactor } = this.dependencies;
    const { accessToken, refreshToken, idToken, dpopKey } = details.record.tokenSet;
    redactor.protect(accessToken, refreshToken, idToken, dpopKey?.d);
    const redact = (text: string) => redactor.redact(text);
    return uri.scheme === COMPARABLE
      ? renderComparable(details, redact)
      : renderTokenDetails(details, {
          redact,
          now: clock.now(),
          secretsShown: shown?.secrets !== undefined,
        });
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const shown = this.#shown.get(uri.toString());
    if (shown === undefined) return [];
    const title = shown.secrets
      ? `$(eye-closed) Hide Secrets (they hide by themselves after ${SECRETS_MILLISECONDS / 1000} seconds)`
      : '$(eye) Show Secrets';
    const command = { title, command: commands.toggleSecrets, arguments: [uri] };
    return [new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), command)];
  }

  async #open(scheme: string, token: TokenSummary): Promise<vscode.TextDocument> {
    this.#count += 1;
    const uri = vscode.Uri.from({ scheme, path: titlePath(titleOf(token)), query: String(this.#count) });
    this.#shown.set(uri.toString(), { uri, id: token.id, secrets: undefined });
    this.#countdown ??= setInterval(() => this.#countDown(), COUNTDOWN_MILLISECONDS);
    const document = await vscode.workspace.openTextDocument(uri);
    return await vscode.languages.setTextDocumentLanguage(document, languages.token);
  }

  /** @returns `undefined` when it is gone, or cannot be read */
  async #detailsOf(id: string): Promise<TokenDetails | undefined> {
    const { settings, store } = this.dependencies;
    const record = await store.get(id).catch(() => undefined);
    const token = (await store.list()).tokens.find((candidate) => candidate.id === id);
    if (!record || !token) return undefined;
    const read = await settings.read();
    const { byProfile } = await assignTokens(read, [token]);
    const profile = read.profiles.find(({ name }) => byProfile.get(name)?.length === 1);
    return { record, token, profile };
  }

  /** The words for how much time is left, where somebody sees them. */
  #countDown(): void {
    const seen = new Set(vscode.window.visibleTextEditors.map(({ document }) => document.uri.toString()));
    this.#renew(({ uri }) => uri.scheme === DETAILS && seen.has(uri.toString()));
  }

  #renew(whether: (shown: Shown) => boolean): void {
    for (const shown of this.#shown.values()) if (whether(shown)) this.#changed.fire(shown.uri);
  }

  #hide(shown: Shown): void {
    clearTimeout(shown.secrets?.timer);
    shown.secrets = undefined;
    this.#draw(shown);
  }

  /** A timer stands still while the machine sleeps. */
  #hideOverdue(): void {
    const now = this.dependencies.clock.now();
    for (const shown of this.#shown.values())
      if (shown.secrets && now >= shown.secrets.until) this.#hide(shown);
  }

  #draw({ uri }: Shown): void {
    this.#changed.fire(uri);
    this.#lensesChanged.fire();
  }

  /** VS Code may keep a document for a while after its tab was closed: not with secrets in it. */
  #tabClosed({ input }: vscode.Tab): void {
    if (!(input instanceof vscode.TabInputText)) return;
    const shown = this.#shown.get(input.uri.toString());
    if (shown?.secrets) this.#hide(shown);
  }

  #closed(document: vscode.TextDocument): void {
    // A document that gets another language is said to close and to open, and stays open.
    if (!document.isClosed) return;
    const key = document.uri.toString();
    clearTimeout(this.#shown.get(key)?.secrets?.timer);
    this.#shown.delete(key);
    if (this.#shown.size > 0) return;
    clearInterval(this.#countdown);
    this.#countdown = undefined;
  }
}

function titleOf(token: TokenSummary): string {
  return `${token.profile} · ${nameOfToken(token)}`;
}
