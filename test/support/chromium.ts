import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Where Chromium is: what CHROMIUM_PATH names, or one of the usual places. */
export function findChromium(): string | undefined {
  return process.env.CHROMIUM_PATH ?? usualPlaces.find((file) => existsSync(file));
}

/**
 * Starts a headless Chromium that talks to nobody by itself.
 * @throws Error one sentence when there is no Chromium.
 */
export async function launchChromium(args: readonly string[] = []): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('Chromium was not found: install it, or set CHROMIUM_PATH to a Chromium or Chrome.');
  }
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox', // Chromium refuses to run as root, as CI does, with its sandbox.
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...args,
    ],
  });
}
