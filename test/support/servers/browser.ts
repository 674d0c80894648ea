import type { Page } from 'playwright-core';
import type { Profile } from '../../../src/core/profiles/profile';
import { launchChromium } from '../chromium';
import { createHarness, type Harness, type HarnessOptions } from '../harness';
import type { Visit } from '../userAgent';

/** Time for a page to come, in milliseconds; generous, since machines that test are slow. */
const patience = 30_000;

/** Pages name fonts and style sheets of other places, which a machine that tests may not reach. */
const loopbackAlone = ['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'];

/** What a person does on the pages of a server, from the first on. */
export type Acting = (page: Page) => Promise<void>;

export interface PersonAtBrowser {
  /**
   * The product, and a person who acts on the server's pages until the product's own last page shows. One who gets
   * stuck there ends the sign-in with an error that says what the page showed.
   */
  createHarness(act: Acting, options?: HarnessOptions): Harness;
  /** Opens a page with nobody signed in, and acts on it. */
  visit(url: string, act: Acting): Promise<void>;
  /** The same, where whoever signed in last is signed in still. */
  revisit(url: string, act: Acting): Promise<void>;
  close(): Promise<void>;
}

/** A real browser. Each sign-in begins with nobody signed in. */
export async function startBrowser(): Promise<PersonAtBrowser> {
  const browser = await launchChromium(loopbackAlone);
  // One for all, which has each page's scripts from then on; what makes it another person's is the cookies.
  const context = await browser.newContext({ locale: 'en-GB' });
  const revisit = async <T>(url: string, act: (page: Page) => Promise<T>): Promise<T> => {
    const page = await context.newPage();
    page.setDefaultTimeout(patience);
    try {
      await page.goto(url);
      return await act(page);
    } catch (error) {
      const text = await page.locator('body').innerText();
      throw new Error(`Stuck at ${page.url()}, which says: ${text}`, { cause: error });
    } finally {
      await page.close();
    }
  };
  const visit = async <T>(url: string, act: (page: Page) => Promise<T>): Promise<T> => {
    await context.clearCookies();
    return await revisit(url, act);
  };
  return {
    visit,
    revisit,
    createHarness: (act, options) => {
      const stuck = new AbortController();
      const signIn = async (page: Page): Promise<Visit> => {
        await act(page);
        await page.waitForURL(/\/done\//);
        return { url: new URL(page.url()), text: await page.locator('body').innerText() };
      };
      const harness = createHarness({
        browse: async (url) => {
          try {
            return await visit(url, signIn);
          } catch (error) {
            stuck.abort(error);
            throw error;
          }
        },
        ...options,
      });
      const getNew = async (profile: Profile, signal = stuck.signal) => {
        try {
          return await harness.getNew(profile, AbortSignal.any([signal, stuck.signal]));
        } catch (error) {
          throw stuck.signal.aborted ? stuck.signal.reason : error;
        }
      };
      return { ...harness, getNew };
    },
    close: () => browser.close(),
  };
}
