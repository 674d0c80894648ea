import type { TextEditor } from 'vscode';
import { ValetKeyError } from '../../core/errors';
import type { Profile } from '../../core/profiles/profile';
import { curlCommand } from '../../core/requestFiles/curl';
import {
  draftRequest,
  openPlaceholders,
  referencesInUrl,
  replaceTokens,
  saysHeader,
  tokenReferences,
  withToken,
  type RequestDraft,
  type TokenReference,
} from '../../core/requestFiles/curlRequest';
import { ProfileVariables } from '../../core/requestFiles/profileVariables';
import { resolveUrl } from '../../core/requestFiles/requestFile';
import { isQueryParameterOf, tokenInUrl } from '../../core/requestFiles/tokenInUrl';
import { headerNameOf, placeToken, type TokenPlacement } from '../../core/requestFiles/tokenPlacement';
import type { CommandDependencies } from '../commands/command';
import { linesOf } from '../editor/requestDocuments';
import type { RequestTarget } from './requestTokens';

export interface CurlOfRequest {
  readonly command: string;
  /** Whether a token stands in it. */
  readonly isSecret: boolean;
  /** Placeholders that stand in it as they are written. */
  readonly open: readonly string[];
}

type Dependencies = Pick<CommandDependencies, 'requestDocuments' | 'requestTokens' | 'settings'>;

/** What there is of one profile's token. */
interface Token {
  readonly accessToken: string;
  readonly placement: TokenPlacement;
}

/**
 * The request at the cursor as a curl command. Tokens come in where it has placeholders for them; where it says nothing
 * of any, that of the profile that its address, its comment or the file's last choice leads to, if one does.
 * @throws ValetKeyError `no_request`, `cancelled` when the person does not want the token to go there, and others
 */
export async function curlOfRequest(dependencies: Dependencies, editor: TextEditor): Promise<CurlOfRequest> {
  const { document, selection } = editor;
  const file = dependencies.requestDocuments.fileOf(document);
  const request = file.requestAt(selection.active.line);
  if (request === undefined) {
    throw new ValetKeyError('no_request', 'There is no request at the cursor.', {
      hint: 'Put the cursor into the request that you want as a curl command.',
    });
  }
  const draft = draftRequest(file, request, linesOf(document));
  const target = {
    // Not that of the draft, which may say less than it seems to.
    url: resolveUrl(file, request),
    hint: request.profileHint?.name,
    file: document.uri.toString(),
  };
  const references = tokenReferences(draft);
  const filled =
    references.length > 0
      ? await withReferences(dependencies, draft, references, target)
      : await withChosenToken(dependencies, draft, target);
  return { command: curlCommand(filled), isSecret: filled !== draft, open: openPlaceholders(filled) };
}

async function withReferences(
  dependencies: Dependencies,
  draft: RequestDraft,
  references: readonly TokenReference[],
  { url }: RequestTarget,
): Promise<RequestDraft> {
  const read = await dependencies.settings.read();
  const variables = new ProfileVariables(read);
  const profileOf = (reference: TokenReference) =>
    reference.kind === 'variable'
      ? variables.profileOf(reference.variable)
      : read.profiles.find(({ name }) => name === reference.profile);
  for (const { reference, parameter } of referencesInUrl(draft)) {
    const profile = profileOf(reference);
    if (profile !== undefined && !isQueryParameterOf(profile, parameter)) throw tokenInUrl(profile, 'copied');
  }
  const tokens = new Map<string, Token>();
  for (const reference of references) {
    const profile = profileOf(reference);
    if (profile === undefined || tokens.has(profile.name)) continue;
    tokens.set(profile.name, await tokenOf(dependencies, profile, { url, chosenByPerson: false }));
  }
  if (tokens.size === 0) return draft;
  return replaceTokens(draft, (reference) => tokens.get(profileOf(reference)?.name ?? ''));
}

async function withChosenToken(
  dependencies: Dependencies,
  draft: RequestDraft,
  target: RequestTarget,
): Promise<RequestDraft> {
  const { requestTokens } = dependencies;
  const suggested = await requestTokens.suggestProfile(target);
  const said = saysHeader(draft, headerNameOf(suggested));
  // Something of the person's own, or a request that needs no token.
  if (said === 'yes' || (said === 'no' && suggested === undefined)) return draft;
  const { profile, chosenByPerson } = await requestTokens.chooseProfile(target, 'Copy as cURL');
  const { placement } = await tokenOf(dependencies, profile, { url: target.url, chosenByPerson });
  return withToken(draft, placement);
}

async function tokenOf(
  { requestTokens }: Dependencies,
  profile: Profile,
  sending: { readonly url: string | undefined; readonly chosenByPerson: boolean },
): Promise<Token> {
  const { tokenSet } = await requestTokens.tokenFor(profile, { ...sending, use: 'copy' });
  return { accessToken: tokenSet.accessToken, placement: placeToken(profile, tokenSet) };
}
