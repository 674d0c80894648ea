import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import { FileFindings, type Evaluate } from '../../core/requestFiles/diagnostics/fileFindings';
import type { Finding } from '../../core/requestFiles/diagnostics/finding';
import { fixesFor, placeholderInstead } from '../../core/requestFiles/diagnostics/fixes';
import { Knowledge } from '../../core/requestFiles/diagnostics/knowledge';
import { ProfileVariables } from '../../core/requestFiles/profileVariables';
import type { Services } from '../commands/command';
import { settings } from '../ids';
import { TrackedFiles } from './gitTracked';
import { readNeighbourhood } from './neighbourhood';
import { actionOf, workspaceEdit } from './quickFixes';
import { lineChange, linesOf } from './requestDocuments';
import { areSame, diagnosticOf, isSame, rangeOf, worse } from './shownFindings';
import type { TokenSnapshot } from './tokenSnapshot';

export interface DiagnosticsDependencies extends Pick<Services, 'clock' | 'requestDocuments'> {
  readonly snapshot: TokenSnapshot;
  /** Another one than the rules, for tests that count what is looked at. */
  readonly evaluate?: Evaluate;
}

/** A person has stopped typing. */
const TYPING_MILLISECONDS = 300;
/** Timers hold no more than 24 days. */
const LONGEST_WAIT_MILLISECONDS = 24 * 60 * 60_000;
/** What VS Code shows of one file. */
const MOST_DIAGNOSTICS = 1000;

interface Watched {
  readonly document: vscode.TextDocument;
  readonly findings: FileFindings;
  /** Ends what is waited for, or under way. */
  work: AbortController;
  /** Ends waiting for the moment at which a token expires. */
  expiry: AbortController;
  published: readonly Finding[];
}

/** Offers to replace every token of a file; worked out when it is chosen. */
class ReplaceAll extends vscode.CodeAction {
  constructor(
    readonly document: vscode.TextDocument,
    diagnostics: vscode.Diagnostic[],
  ) {
    super('Replace Every Literal Token in This File', vscode.CodeActionKind.QuickFix);
    this.diagnostics = diagnostics;
  }
}

/** Shows what is wrong with tokens and placeholders in request files, and ways out (R6). */
export class RequestDiagnostics implements Disposable {
  readonly #collection = vscode.languages.createDiagnosticCollection('valetKey');
  readonly #tracked = new TrackedFiles();
  readonly #watched = new Map<vscode.TextDocument, Watched>();
  readonly #subscriptions: readonly Disposable[];
  #knowledge: Knowledge | undefined;

  constructor(private readonly dependencies: DiagnosticsDependencies) {
    this.#subscriptions = [
      this.#collection,
      this.#tracked,
      this.#tracked.onDidChange((uri) => {
        for (const one of this.#watched.values())
          if (one.document.uri.toString() === uri.toString()) this.#publish(one);
      }),
      dependencies.snapshot.onDidChange(() => this.#learn()),
      vscode.extensions.onDidChange(() => this.#learn()),
      vscode.workspace.onDidChangeTextDocument((event) => this.#change(event)),
      vscode.workspace.onDidCloseTextDocument((document) => this.#forget(document)),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.restClientLiveVariables)) this.#learn();
        if (event.affectsConfiguration(settings.diagnosticsEnabled) && !isEnabled()) {
          for (const document of this.#watched.keys()) this.#forget(document);
        }
      }),
    ];
  }

  dispose(): void {
    for (const document of this.#watched.keys()) this.#forget(document);
    for (const one of this.#subscriptions) one.dispose();
  }

  /** Looks at a document from now on, until it is closed. */
  watch(document: vscode.TextDocument): void {
    if (document.isClosed || this.#watched.has(document) || !isEnabled()) return;
    const knowledge = (this.#knowledge ??= this.#read());
    // The snapshot says so when it has been read.
    if (knowledge === undefined) this.dependencies.snapshot.read();
    const findings = new FileFindings(knowledge ?? nothingKnown, this.dependencies.evaluate);
    const watched = {
      document,
      findings,
      work: new AbortController(),
      expiry: new AbortController(),
      published: [],
    };
    this.#watched.set(document, watched);
    if (knowledge !== undefined) this.#schedule(watched, 0);
  }

  /** The ways out of what stands in a document. */
  async actionsFor(
    document: vscode.TextDocument,
    shown: readonly vscode.Diagnostic[],
  ): Promise<vscode.CodeAction[]> {
    const watched = this.#watched.get(document);
    const knowledge = this.#knowledge;
    if (watched === undefined || knowledge === undefined) return [];
    this.#finish(watched);
    const all = watched.findings.findings(MOST_DIAGNOSTICS);
    const textAt = (line: number) => document.lineAt(line).text;
    const actions: vscode.CodeAction[] = [];
    const literals: vscode.Diagnostic[] = [];
    for (const diagnostic of shown) {
      const finding = all.find((one) => isSame(one, diagnostic));
      if (finding === undefined) continue;
      if (isLiteral(finding)) literals.push(diagnostic);
      const owner = await this.#ownerOf(finding, document);
      const fixes = fixesFor(finding, textAt, knowledge, owner);
      actions.push(...fixes.map((fix) => actionOf(fix, document, diagnostic)));
    }
    const isOneOfMany = literals.length > 0 && all.filter(isLiteral).length > 1;
    return isOneOfMany ? [...actions, new ReplaceAll(document, literals)] : actions;
  }

  async resolve(action: vscode.CodeAction): Promise<vscode.CodeAction> {
    if (action instanceof ReplaceAll) action.edit = await this.#replaceAll(action.document);
    return action;
  }

  async #replaceAll(document: vscode.TextDocument): Promise<vscode.WorkspaceEdit> {
    const watched = this.#watched.get(document);
    const knowledge = this.#knowledge;
    if (watched === undefined || knowledge === undefined) return new vscode.WorkspaceEdit();
    this.#finish(watched);
    const { version } = document;
    const edits = await Promise.all(
      watched.findings
        .findings()
        .filter(isLiteral)
        .map(async (finding) =>
          placeholderInstead(finding, knowledge, await this.#ownerOf(finding, document)),
        ),
    );
    // What has moved meanwhile is not where it was.
    if (document.version !== version) return new vscode.WorkspaceEdit();
    return workspaceEdit(
      document,
      edits.filter((edit) => edit !== undefined),
    );
  }

  async #ownerOf(finding: Finding, document: vscode.TextDocument): Promise<string | undefined> {
    if (!isLiteral(finding)) return undefined;
    const token = document.getText(rangeOf(finding));
    return (await this.dependencies.snapshot.ownerOf(token))?.profile?.name;
  }

  /** Everything is looked at again with what is known now. */
  #learn(): void {
    this.#knowledge = this.#read();
    if (this.#knowledge === undefined) return;
    for (const watched of this.#watched.values()) {
      watched.findings.learn(this.#knowledge);
      this.#schedule(watched, 0);
    }
  }

  #read(): Knowledge | undefined {
    const { snapshot, clock } = this.dependencies;
    const known = snapshot.read();
    if (known === undefined) return undefined;
    return new Knowledge(known, readNeighbourhood(known.variables), () => clock.now());
  }

  #change({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const watched = this.#watched.get(document);
    if (watched === undefined || contentChanges.length === 0) return;
    watched.findings.change(contentChanges.map(lineChange));
    this.#schedule(watched, TYPING_MILLISECONDS);
  }

  #forget(document: vscode.TextDocument): void {
    const watched = this.#watched.get(document);
    if (watched === undefined) return;
    watched.work.abort();
    watched.expiry.abort();
    this.#watched.delete(document);
    this.#tracked.forget(document.uri);
    this.#collection.delete(document.uri);
  }

  /** Looks at what is outdated after a while, and then shows it; in place of what was to be done before. */
  #schedule(watched: Watched, wait: number): void {
    watched.work.abort();
    watched.work = new AbortController();
    this.#work(watched, wait, watched.work.signal).catch(ignoreAbort);
  }

  async #work(watched: Watched, wait: number, signal: AbortSignal): Promise<void> {
    const { clock, requestDocuments } = this.dependencies;
    await clock.delay(wait, signal);
    if (this.#knowledge === undefined) return;
    const { document, findings } = watched;
    // Others get their turn between the slices. A change of the text ends this, and begins it anew.
    const slices = findings.refresh(requestDocuments.fileOf(document), linesOf(document));
    while (slices.next().done !== true) await clock.delay(0, signal);
    this.#publish(watched);
    this.#awaitExpiry(watched);
  }

  /** The same without waiting, for what cannot be worked out of what is outdated. */
  #finish(watched: Watched): void {
    const { document, findings } = watched;
    if (!findings.isOutdated) return;
    const slices = findings.refresh(this.dependencies.requestDocuments.fileOf(document), linesOf(document));
    while (slices.next().done !== true);
  }

  #publish(watched: Watched): void {
    const { document, findings } = watched;
    if (findings.isOutdated) return;
    const found = findings.findings(MOST_DIAGNOSTICS);
    const isWorse = found.some(({ messageIfTracked }) => messageIfTracked !== undefined);
    const isTracked = isWorse && this.#tracked.answerFor(document.uri) === true;
    const shown = isTracked ? found.map(worse) : found;
    if (areSame(shown, watched.published)) return;
    watched.published = shown;
    this.#collection.set(document.uri, shown.map(diagnosticOf));
  }

  #awaitExpiry(watched: Watched): void {
    const { clock } = this.dependencies;
    watched.expiry.abort();
    watched.expiry = new AbortController();
    const { until } = watched.findings;
    if (until === undefined) return;
    const wait = Math.min(Math.max(0, until - clock.now()), LONGEST_WAIT_MILLISECONDS);
    clock.delay(wait, watched.expiry.signal).then(() => {
      watched.findings.passTime();
      this.#schedule(watched, 0);
    }, ignoreAbort);
  }
}

const nothingKnown = new Knowledge(
  {
    profiles: [],
    names: [],
    profile: () => undefined,
    isInUse: () => false,
    variables: new ProfileVariables({ names: [], profiles: [] }),
    tokenOf: () => undefined,
  },
  { sendsEmpty: () => false, placeholderFor: () => '' },
  () => 0,
);

function isEnabled(): boolean {
  return vscode.workspace.getConfiguration().get(settings.diagnosticsEnabled, true);
}

function isLiteral({ code, form }: Finding): boolean {
  return (code === 'literalToken' || code === 'expiredToken') && form === undefined;
}

/** Something else came in its place. */
function ignoreAbort(): void {
  return;
}
