import { readPasted } from '../../src/core/signIn/pastedResponse';
import type { PendingSignIn } from '../../src/core/signIn/pendingSignIns';
import type { Harness } from './harness';
import { UserAgent, type VisitOptions } from './userAgent';

/** The one sign-in that waits. @throws Error when none does, or several do */
export function theOneWaiting({ pendingSignIns }: Harness): PendingSignIn {
  const [only, ...others] = pendingSignIns.all;
  if (only === undefined || others.length > 0) throw new Error(`${pendingSignIns.all.length} sign-ins wait.`);
  return only;
}

/** What the box does with a text. @throws Error with its words when it refuses it */
export function paste(harness: Harness, text: string): void {
  const signIn = theOneWaiting(harness);
  const pasted = readPasted(text, signIn, true);
  if (pasted.kind === 'answer') signIn.deliver(pasted.parameters);
  else if (pasted.kind === 'code_alone') signIn.deliverCode(pasted.code);
  else throw new Error(pasted.kind === 'refused' ? pasted.why : 'Nothing was pasted.');
}

/** Signs in, and gives what stands in the address bar then: nobody asks for that address. */
export async function endOf(start: string, redirectUri: string, options: VisitOptions = {}): Promise<string> {
  // A server may write the query of a redirect URI in another way.
  const isThere = ({ href }: URL) => href.startsWith(redirectUri.split('?')[0] ?? '');
  const { url } = await new UserAgent().visit(start, { ...options, stopAt: isThere });
  if (!isThere(url)) throw new Error(`The browser ended at ${url.origin}${url.pathname}.`);
  return url.href;
}

/** A person who signs in and pastes what the browser ends on, perhaps changed on the way. */
export async function pasteEnd(
  harness: Harness,
  start: string,
  change: (address: string) => string = (address) => address,
): Promise<void> {
  paste(harness, change(await endOf(start, theOneWaiting(harness).awaited.redirectUri)));
}
