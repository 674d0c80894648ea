import type * as vscode from 'vscode';
import { ValetKeyError } from '../../../core/errors';
import type { Disposable } from '../../../core/ports';
import type { Profile } from '../../../core/profiles/profile';
import { headerValueWith } from '../../../core/requestFiles/neighbours';
import { restClientPlaceholder, variableNameOf } from '../../../core/requestFiles/placeholders';
import { isQueryParameterOf, tokenInUrl } from '../../../core/requestFiles/tokenInUrl';
import { headerNameOf } from '../../../core/requestFiles/tokenPlacement';
import type { TokenRecord } from '../../../core/tokens/tokenRecord';
import type { RequestDocuments } from '../../editor/requestDocuments';
import type { RequestTokens } from '../../requests/requestTokens';
import type { ProfileSettings } from '../../settings';
import type { HistoryScrubber } from './historyScrubber';
import { profilesOfVariables } from './profilesOfVariables';
import { asRestClientReads, readRequest, type SentRequest } from './sentRequest';
import type { Neighbour } from './requestSender';
import type { TokenVariables } from './tokenVariables';

export interface FreshSendDependencies {
  readonly settings: Pick<ProfileSettings, 'read'>;
  readonly requestDocuments: Pick<RequestDocuments, 'fileOf'>;
  readonly requestTokens: Pick<RequestTokens, 'tokenFor'>;
  readonly findNeighbour: () => Promise<Neighbour>;
  readonly variables: Pick<TokenVariables, 'lend'>;
  readonly history: Pick<HistoryScrubber, 'remember' | 'scrub'>;
}

/** What becomes of a request that is to be sent: it was, or it has no placeholder that a token could go into. */
export type SendOutcome = 'sent' | 'no_placeholder';

/**
 * Sends one request through REST Client, with a token of each profile whose placeholder it holds. The tokens are there
 * from the moment before REST Client is called until it has the response, for it may ask the person first (`# @note`,
 * `# @prompt`) and reads them after that. What asks us for tokens itself is given none before.
 * @param chosen the profile that the person has just chosen for this request
 * @throws ValetKeyError; then nothing was sent
 */
export async function sendFresh(
  { settings, requestDocuments, requestTokens, findNeighbour, variables, history }: FreshSendDependencies,
  document: vscode.TextDocument,
  line: number,
  chosen?: Profile,
): Promise<SendOutcome> {
  const neighbour = await findNeighbour();
  const read = () => {
    const asWritten = readRequest(requestDocuments, document, line);
    return neighbour.asksForTokens ? asWritten : asRestClientReads(asWritten, requestDocuments, document);
  };
  const request = read();
  const profiles = profilesOfVariables(request.variables, await settings.read());
  if (profiles.length === 0 && !(neighbour.asksForTokens && request.callsForToken)) return 'no_placeholder';
  if (neighbour.asksForTokens) {
    // It asks about where each token really goes: into requests that this one names (`# @ref`), too. A variable that
    // is lent to it could be read by any of them.
    await neighbour.send(document, request.line);
    return 'sent';
  }
  refuseInUrl(request, profiles);
  const tokens = new Map<Profile, TokenRecord>();
  for (const profile of profiles) {
    const chosenByPerson = profile.name === chosen?.name;
    const record = await requestTokens.tokenFor(profile, {
      url: request.url,
      chosenByPerson,
      asWritten: request.asWritten,
    });
    refuseBound(record);
    tokens.set(profile, record);
  }
  checkUnchanged(document, request, read);
  const loans: Disposable[] = [];
  try {
    for (const [{ name }, { tokenSet }] of tokens) {
      history.remember(name, tokenSet.accessToken);
      loans.push(variables.lend(variableNameOf(name), tokenSet.accessToken));
    }
    await neighbour.send(document, request.line);
  } finally {
    for (const loan of loans) loan.dispose();
    await history.scrub();
  }
  return 'sent';
}

/** L16: what the server makes of its URL, such as a redirect, may lead the token anywhere. */
function refuseInUrl({ inUrl }: SentRequest, profiles: readonly Profile[]): void {
  for (const { variable, parameter } of inUrl) {
    const profile = profiles.find(({ name }) => variableNameOf(name) === variable);
    if (profile === undefined || isQueryParameterOf(profile, parameter)) continue;
    const value = headerValueWith(restClientPlaceholder(profile.name), profile);
    throw tokenInUrl(profile, 'sent', `${headerNameOf(profile)}: ${value}`);
  }
}

/** RFC 9449 §7.1: it is worth nothing without a proof, made anew for each request. */
function refuseBound({ profile, tokenSet }: TokenRecord): void {
  if (tokenSet.tokenType !== 'DPoP') return;
  const error = new ValetKeyError(
    'not_offered',
    `The token of “${profile}” is bound to a key (DPoP), and REST Client cannot make the proof that each request then needs.`,
  );
  error.profile = profile;
  throw error;
}

/** A person may write on while a token is being got; what was agreed to was the request as it stood. */
function checkUnchanged(
  document: vscode.TextDocument,
  before: SentRequest,
  readAgain: () => SentRequest,
): void {
  if (!document.isClosed) {
    const now = readAgain();
    if (now.text === before.text && now.url === before.url && sameTexts(now.variables, before.variables))
      return;
  }
  throw new ValetKeyError(
    'document_not_changed',
    'The request was changed while its token was being got, so it was not sent.',
    { hint: 'Send it again.' },
  );
}

function sameTexts(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((text, index) => text === other[index]);
}
