import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ValetKeyError } from '../../../src/core/errors';
import type { Profile } from '../../../src/core/profiles/profile';
import { FakeClock } from '../fakes/clock';
import { createHarness } from '../harness';
import { projectFolder } from '../projectFolder';
import { UserAgent, type Visit } from '../userAgent';

export interface Mistake {
  /** What happens elsewhere after the person answered and before the answer reaches the redirect URI. */
  readonly happens?: (callback: URL) => unknown;
  readonly deny?: boolean;
  /** What is typed as client secret, when not the right one. */
  readonly secret?: string;
}

/**
 * People who make mistakes with a provider. What they are told must stand on the provider's page: its words, and the
 * next step.
 * @param page from the project's root
 */
export function mistakesOf(page: string, clientSecret: () => string) {
  const documented = (error: ValetKeyError) => {
    assertDocumented(page, error);
    return error;
  };
  return {
    /** The error of a sign-in that fails after the browser came back. */
    signIn: async (profile: Profile, mistake: Mistake = {}) => {
      const type = () => mistake.secret ?? clientSecret();
      const harness = createHarness({ type, browse: (start) => browse(start, mistake) });
      return documented(await harness.failure(harness.getNew(profile)));
    },

    /** The error of a sign-in whose browser ends on an error page, until the time is up; and that page. */
    signInThatStaysInTheBrowser: async (profile: Profile) => {
      const clock = new FakeClock();
      const harness = createHarness({
        clock,
        type: clientSecret,
        browse: async (start) => {
          const shown = await new UserAgent().visit(start);
          clock.advance(5 * 60 * 1000);
          return shown;
        },
      });
      const error = documented(await harness.failure(harness.getNew(profile)));
      assert.equal(error.code, 'timed_out');
      return { error, text: (await harness.lastPage()).text };
    },

    /** The error of a renewal before which something happens; the token that is stored must survive it. */
    renewal: async (profile: Profile, happens: () => unknown) => {
      const harness = createHarness({ type: clientSecret });
      const { record } = await harness.getNew(profile);
      await happens();
      const error = documented(await harness.failure(harness.refresh(profile, record.id)));
      assert.deepEqual((await harness.store.get(record.id))?.tokenSet, record.tokenSet);
      return error;
    },
  };
}

/** Signs in, and stops before the redirect URI for what happens meanwhile. */
async function browse(start: string, { happens, deny }: Mistake): Promise<Visit> {
  const agent = new UserAgent();
  const isCallback = ({ pathname, search }: URL) =>
    pathname === '/callback' && /[?&](code|error)=/.test(search);
  const { url } = await agent.visit(start, { ...(deny && { deny }), stopAt: isCallback });
  await happens?.(url);
  return await agent.visit(url.href);
}

function assertDocumented(page: string, { hint, server }: ValetKeyError): void {
  assert.ok(hint, 'there is a next step');
  const text = plainText(readFileSync(join(projectFolder, page), 'utf8'));
  for (const words of [hint, server?.error, server?.errorDescription]) {
    if (words !== undefined) assert.ok(text.includes(plainText(words)), `${page} does not say “${words}”`);
  }
}

/** Without what Markdown adds, and with one blank wherever there are more. */
function plainText(markdown: string): string {
  return markdown.replaceAll(/[`\\]/g, '').replaceAll(/\s+/g, ' ').trim();
}
