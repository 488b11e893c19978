import type { BrowserContext, Page } from '@playwright/test';
import { ADMINISTRATOR, PASSWORD, startAdministered } from '../lib/administered';
import type { Dashboard } from '../lib/dashboard';
import type { Browser as Installed } from '../lib/flags';
import { signIn } from '../lib/sign-in';
import { authorizeRequest, type BenchWorld, type Use } from '../world/world';
import type { Prober } from './prober';
import { warmTokens } from './warm-tokens';

const PASTES = 30;
/** Not counted: the first of them compile what they run, in the browser as well. */
const WARM_UP = 3;
export const PASTE_TOKENS = PASTES + WARM_UP;
const FIELD = 'Secret, token, person, group or IP address';

/** One token that was stopped in the browser. Milliseconds until the last verifier's first denial. */
export interface Pasted {
  readonly sincePasteMs: number;
  readonly sinceClickMs: number;
}

/**
 * Pastes secrets into the field of the page Respond and clicks Revoke once it is there, as somebody with two
 * hands would who reads nothing, in a real browser and under load.
 */
export async function pasteSecrets(
  world: BenchWorld,
  prober: Prober,
  urls: readonly string[],
  installed: Installed,
): Promise<Pasted[]> {
  const uses = world.uses.slice(-PASTE_TOKENS);
  for (const url of urls) await warmTokens(url, world.callerSecret, uses);
  const dashboard = await startAdministered(world.postgres);
  try {
    const { chromium } = await import('@playwright/test');
    const browser = await chromium.launch(installed);
    try {
      const context = await browser.newContext({ baseURL: dashboard.url });
      const page = await openPage(context, dashboard);
      const timings: Pasted[] = [];
      for (const use of uses) timings.push(await pasteOne(page, prober, use));
      return timings.slice(WARM_UP);
    } finally {
      await browser.close();
    }
  } finally {
    await dashboard.stop();
  }
}

async function openPage(context: BrowserContext, { url }: Dashboard): Promise<Page> {
  const [name = '', value = ''] = (await signIn(url, ADMINISTRATOR, PASSWORD)).split(/=(.*)/);
  await context.addCookies([{ name, value, url }]);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  return context.newPage();
}

async function pasteOne(page: Page, prober: Prober, use: Use): Promise<Pasted> {
  await page.goto('/respond');
  const field = page.getByRole('searchbox', { name: FIELD });
  await field.click();
  // React listens once it has marked the element.
  const element = await field.elementHandle();
  await page.waitForFunction(
    (found) => Object.keys(found ?? {}).some((key) => key.startsWith('__reactFiber')),
    element,
  );
  await page.evaluate((text) => navigator.clipboard.writeText(text), use.token.secret);
  let [pastedAtMs, clickedAtMs] = [0, 0];
  const { deniedAtMs } = await prober.watch(authorizeRequest(use), async () => {
    pastedAtMs = Date.now();
    await page.keyboard.press('Control+V');
    const revoke = page.getByRole('article').getByRole('button', { name: 'Revoke', exact: true });
    await revoke.waitFor();
    clickedAtMs = Date.now();
    await revoke.click();
  });
  return { sincePasteMs: deniedAtMs - pastedAtMs, sinceClickMs: deniedAtMs - clickedAtMs };
}
