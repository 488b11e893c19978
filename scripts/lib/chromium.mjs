import { existsSync } from 'node:fs';
import { canInstallDebian, installDebian } from './debian.mjs';
import { findProgram } from './programs.mjs';
import { runQuietly } from './run-quietly.mjs';

/** The same engine without windows, of which each has pages of its own to run: half the work for a short visit. */
const SHELL = 'chromium-headless-shell';
const NAMES = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const DEBIAN = '/usr/bin/chromium';
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** How the tests start it: as root, without a graphics card, and asking nobody for anything. */
export const CHROMIUM_ARGS = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

/**
 * Path of a Chromium or Chrome of this machine: the one CHROMIUM_PATH names, else one on the PATH.
 * @returns {string | undefined} undefined leaves it to Playwright's own
 */
export function installedChromium() {
  if (process.env.CHROMIUM_PATH) return process.env.CHROMIUM_PATH;
  return findProgram(NAMES) ?? APPLICATIONS.find((path) => existsSync(path));
}

async function playwrightHasChromium() {
  const { chromium } = await import('@playwright/test');
  return existsSync(chromium.executablePath());
}

/** The ways to get a browser, best first; each is tried only when the one before it failed. */
function waysToInstall() {
  const playwright = () =>
    runQuietly(process.execPath, [
      'node_modules/@playwright/test/cli.js',
      ...['install', '--only-shell', 'chromium'],
    ]);
  const debian = () => installDebian(['chromium']);
  return canInstallDebian() ? [playwright, debian] : [playwright];
}

async function installFirst(ways) {
  const reasons = [];
  for (const install of ways) {
    try {
      await install();
      return;
    } catch (error) {
      reasons.push(error.message);
    }
  }
  throw new Error(
    `no Chromium could be installed: install one and name it with CHROMIUM_PATH\n${reasons.join('\n')}`,
  );
}

/** What one can do without isn't waited for where no mirror answers. */
const IMPATIENT = ['Retries=0', 'http::Timeout=10', 'https::Timeout=10'].flatMap((setting) => [
  '-o',
  `Acquire::${setting}`,
]);

const thisMachine = { installedChromium, playwrightHasChromium, canInstallDebian, installDebian };

/**
 * Makes sure the browser tests have a browser. Beside a whole Chromium of Debian it asks for the shell
 * that belongs to it, and does without where there is none.
 * @throws with what to do when none can be had
 */
export async function ensureChromium(progress, machine = thisMachine) {
  const installed = machine.installedChromium();
  if (installed === DEBIAN && machine.canInstallDebian()) {
    const without = () => undefined;
    await progress.step(`install ${SHELL}`, () =>
      machine.installDebian([SHELL], { options: IMPATIENT }).catch(without),
    );
    return;
  }
  if (installed || (await machine.playwrightHasChromium())) return;
  await progress.step('install Chromium', () => installFirst(waysToInstall()));
}
