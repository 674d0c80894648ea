import * as vscode from 'vscode';
import type { Disposable } from '../../core/ports';
import { lensesOf, type Lens } from '../../core/requestFiles/lensWords';
import type { FileRequest, RequestFile } from '../../core/requestFiles/requestFile';
import { usedToken, type UsedToken } from '../../core/requestFiles/usedToken';
import { nextExpiryChange } from '../../core/tokens/expiry';
import type { TokenSummary } from '../../core/tokens/tokenStore';
import { commands, settings } from '../ids';
import type { EditorRoom } from './editorFeatures';
import { installedNeighbours } from './installedNeighbours';
import { isRequestDocument } from './requestDocuments';
import { ShownLines } from './shownLines';

/**
 * Files with more requests get lenses only around what is seen of them, so that a keystroke costs no more (law 15). With
 * fewer, none is to come in late when somebody scrolls.
 */
const MANY_REQUESTS = 100;
/** A machine that slept has stopped its timers: no word is older than this after it wakes. */
const LONGEST_WAIT_MILLISECONDS = 60_000;

/** The links above each request: which token it is sent with, how long that is good for, and what makes sense. */
export class CodeLenses implements Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** The lenses say something else now. */
  readonly onDidChange = this.#changed.event;
  readonly #shown = new ShownLines();
  readonly #subscriptions: readonly Disposable[];
  #countdown = new AbortController();
  /** When the words of a lens are others, in milliseconds since 1970. */
  #nextChange: number | undefined;

  constructor(private readonly room: EditorRoom) {
    const changed = () => this.#changed.fire();
    this.#subscriptions = [
      this.#shown,
      this.#changed,
      this.#shown.onDidMove(changed),
      room.snapshot.onDidChange(changed),
      vscode.extensions.onDidChange(changed),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(settings.codeLensEnabled)) changed();
      }),
      // Somebody looks again: after a sleep the words are right at once.
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && this.#nextChange !== undefined && this.#nextChange <= room.services.clock.now())
          this.#tick();
      }),
    ];
  }

  dispose(): void {
    this.#countdown.abort();
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  async provide(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!vscode.workspace.getConfiguration().get<boolean>(settings.codeLensEnabled, true)) return [];
    const { snapshot: tokens, services } = this.room;
    const snapshot = await tokens.loaded();
    if (snapshot === undefined || document.isClosed) return [];
    const file = services.requestDocuments.fileOf(document);
    const neighbours = installedNeighbours();
    const last = tokens.lastChoice(document.uri);
    const found = this.#requestsIn(document, file).map(
      (request) => [request, usedToken(file, request, snapshot, last)] as const,
    );
    const owners = await this.#owners(found.map(([, used]) => used));
    const shown = new Set<TokenSummary>();
    const lenses = found.flatMap(([request, used]) => {
      const owner = used.kind === 'literal' ? owners.get(used.token) : undefined;
      const profile = used.kind === 'placeholder' ? used.profile : suggestedIn(used);
      const token = owner?.token ?? (profile && snapshot.tokenOf(profile.name)?.token);
      if (token !== undefined) shown.add(token);
      return lensesOf(used, snapshot, neighbours, owner).map((lens) => codeLens(lens, document, request));
    });
    this.#wakeFor(shown);
    return lenses;
  }

  #requestsIn(document: vscode.TextDocument, file: RequestFile): readonly FileRequest[] {
    if (file.requestCount <= MANY_REQUESTS) {
      this.#shown.coverAll(document);
      return file.requestsBetween(0, document.lineCount - 1);
    }
    const requests = this.#shown
      .cover(document)
      .flatMap(({ first, last }) => file.requestsBetween(first, last));
    // Two editors may show the same part.
    return [...new Map(requests.map((request) => [request.requestLine, request])).values()];
  }

  /** Whose the tokens are that stand in the file themselves. */
  async #owners(used: readonly UsedToken[]): Promise<ReadonlyMap<string, Owner>> {
    const literals = new Set(used.flatMap((one) => (one.kind === 'literal' ? [one.token] : [])));
    const owners = new Map<string, Owner>();
    await Promise.all(
      [...literals].map(async (literal) => {
        const known = await this.room.snapshot.ownerOf(literal);
        if (known?.profile) owners.set(literal, { token: known.token, profile: known.profile.name });
      }),
    );
    return owners;
  }

  /** One timer, for the next moment at which one of these tokens is described otherwise. */
  #wakeFor(tokens: Iterable<TokenSummary>): void {
    const { clock } = this.room.services;
    const now = clock.now();
    for (const token of tokens) {
      const next = nextExpiryChange(token, now);
      if (next === undefined || (this.#nextChange !== undefined && this.#nextChange <= next)) continue;
      this.#nextChange = next;
      this.#wait();
    }
  }

  #wait(): void {
    const { clock } = this.room.services;
    this.#countdown.abort();
    if (this.#nextChange === undefined) return;
    this.#countdown = new AbortController();
    const left = Math.max(this.#nextChange - clock.now(), 1);
    clock.delay(Math.min(left, LONGEST_WAIT_MILLISECONDS), this.#countdown.signal).then(
      () => this.#tick(),
      () => undefined, // Another wait has taken over.
    );
  }

  #tick(): void {
    if (this.#nextChange !== undefined && this.#nextChange > this.room.services.clock.now())
      return this.#wait();
    this.#nextChange = undefined;
    // What nobody sees is asked for anew when somebody does.
    if (vscode.window.visibleTextEditors.some(({ document }) => isRequestDocument(document)))
      this.#changed.fire();
  }
}

interface Owner {
  readonly token: TokenSummary;
  readonly profile: string;
}

function suggestedIn(used: UsedToken) {
  const suggestion = used.kind === 'none' ? used.suggestion : undefined;
  return suggestion?.kind === 'profile' ? suggestion.profile : undefined;
}

function codeLens(lens: Lens, { uri }: vscode.TextDocument, { requestLine }: FileRequest): vscode.CodeLens {
  const place = { uri, line: requestLine };
  const [command, ...args] = commandOf(lens, place);
  return new vscode.CodeLens(new vscode.Range(requestLine, 0, requestLine, 0), {
    title: lens.title,
    tooltip: lens.tooltip,
    command,
    arguments: args,
  });
}

function commandOf({ action }: Lens, place: { uri: vscode.Uri; line: number }): [string, ...unknown[]] {
  switch (action.kind) {
    case 'show_token':
      return [commands.showRequestToken, action.profile, place];
    case 'get_token':
      return [commands.getNewAccessToken, action.profile];
    case 'choose_profile':
      return [commands.chooseProfileForFile, undefined, place];
    case 'add_profile':
      return [commands.addProfile];
    case 'open_profiles':
      return [commands.openProfiles];
    case 'send':
      return [commands.sendWithFreshToken, place.uri, place.line];
    case 'insert_placeholder':
      return [commands.insertBearerPlaceholder, action.profile, place];
    case 'insert_header':
      return [commands.insertBearerHeader, undefined, place];
  }
}
