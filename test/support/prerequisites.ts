import { aptGet, isOnPath, isRoot } from './aptGet';
import { findChromium } from './chromium';

interface Prerequisite {
  readonly name: string;
  readonly debianPackages: readonly string[];
  readonly isThere: () => boolean;
}

const browser: Prerequisite = {
  name: 'Chromium',
  // Without a font of its own a bare Debian shows boxes on the screenshots.
  debianPackages: ['chromium', 'fonts-liberation'],
  isThere: () => findChromium() !== undefined,
};

/** The browser drives the workbench; the rest compiles the two native modules of the VS Code server. */
const prerequisites: readonly Prerequisite[] = [
  browser,
  { name: 'python3', debianPackages: ['python3'], isThere: () => isOnPath('python3') },
  { name: 'make', debianPackages: ['make'], isThere: () => isOnPath('make') },
  { name: 'g++', debianPackages: ['g++'], isThere: () => isOnPath('g++') },
];

/**
 * Sees to it that what the VS Code server and the browser need is on this machine; installs it where that is
 * possible (root on Debian or Ubuntu).
 * @throws Error one sentence that says what is missing and how to get it.
 */
export function ensurePrerequisites(report: (line: string) => void): Promise<void> {
  ensured ??= ensure(prerequisites, report);
  return ensured;
}

/** The same, for the browser alone. */
export function ensureBrowser(report: (line: string) => void): Promise<void> {
  return ensure([browser], report);
}

/** Two installations at once must not run apt-get twice. */
let ensured: Promise<void> | undefined;

async function ensure(needed: readonly Prerequisite[], report: (line: string) => void): Promise<void> {
  const missing = needed.filter(({ isThere }) => !isThere());
  if (missing.length === 0) return;
  const packages = missing.flatMap(({ debianPackages }) => debianPackages);
  const command = `apt-get install --yes --no-install-recommends ${packages.join(' ')}`;
  if (isRoot() && isOnPath('apt-get')) {
    report(command);
    await aptGet(['update']);
    await aptGet(['install', '--yes', '--no-install-recommends', ...packages]);
  }
  const stillMissing = missing.filter(({ isThere }) => !isThere()).map(({ name }) => name);
  if (stillMissing.length > 0) {
    throw new Error(
      `Missing on this machine: ${stillMissing.join(', ')} (on Debian or Ubuntu: sudo ${command}).`,
    );
  }
}
