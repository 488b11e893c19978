import AxeBuilder from '@axe-core/playwright';
import { test as base, expect, type Page, type Request, type Response } from '@playwright/test';
import { type Control, controlApi } from './control';
import { startProduct } from './product';
import { PASSWORD } from './session';
import { type Administrator, prepareStage, STAGE, type Stage } from './stage';

interface Shared {
  readonly stage: Stage;
  readonly verifierUrl: string;
  readonly administrator: Administrator;
  /** The control API as the administrator. */
  readonly control: Control;
  /** What the page has complained of so far. A test that provokes a complaint takes it out. */
  readonly complaints: string[];
}

/** Of the global setup, for all first tries. */
function sharedStage(): Stage {
  const told = process.env[STAGE];
  if (!told) throw new Error(`${STAGE} is missing: the global setup has not run`);
  return JSON.parse(told);
}

/** Collects what no page may do: log an error, throw, or break the Content-Security-Policy. */
export async function watchPage(page: Page, complaints: string[] = []): Promise<string[]> {
  page.on('console', (message) => {
    if (message.type() !== 'error') return;
    complaints.push(`console: ${message.text()} at ${message.location().url}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`${event.violatedDirective} blocked ${event.blockedURI || 'inline'}`);
    });
  });
  return complaints;
}

/** Playwright's test on the running product; a page that complained fails its test. */
export const test = base.extend<Shared>({
  /** Any later try has a product of its own: in the shared one, the names it gives are taken by the first. */
  stage: [
    async ({ browser }, use, { retry, repeatEachIndex }) => {
      if (retry === 0 && repeatEachIndex === 0) return use(sharedStage());
      const product = await startProduct();
      try {
        await use(await prepareStage(product, browser));
      } finally {
        await product.stop();
      }
    },
    { timeout: 300_000 },
  ],
  baseURL: async ({ stage }, use) => use(stage.dashboardUrl),
  verifierUrl: async ({ stage }, use) => use(stage.verifierUrl),
  administrator: async ({ stage }, use) => use(stage.administrator),
  control: async ({ request, administrator }, use) =>
    use(controlApi(request, administrator.managementToken)),
  // biome-ignore lint/correctness/noEmptyPattern: Playwright wants the fixtures destructured.
  complaints: async ({}, use) => use([]),
  page: async ({ page, complaints }, use) => {
    await watchPage(page, complaints);
    await use(page);
    expect(complaints).toEqual([]);
  },
});

/**
 * The same, with a browser in which the administrator of the shared product is signed in. Later than ten
 * minutes after that they are asked for their password again, whatever the test is about.
 */
export const signedInTest = test.extend({
  storageState: async ({ stage }, use) => use(stage.session),
  page: async ({ page }, use) => {
    const asking = page.getByRole('dialog', { name: 'Prove that it is you' });
    await page.addLocatorHandler(asking, async () => {
      await asking.getByLabel('Your password').fill(PASSWORD);
      await asking.getByRole('button', { name: 'Go on' }).click();
    });
    await use(page);
  },
});

/** Waits until React has taken over the whole page, late pieces included: it marks its elements. */
export async function untilHydrated(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const elements = [...document.querySelectorAll('h1, a, button, input:not([type=hidden])')];
    const isTaken = (element: Element) =>
      Object.keys(element).some((key) => key.startsWith('__reactFiber'));
    return elements.some((element) => element.matches('h1')) && elements.every(isTaken);
  });
}

/** Waits until the page is idle, on the page it leads on to where it redirects by itself. */
async function pauseInPage(page: Page): Promise<void> {
  try {
    await page.evaluate(
      () =>
        new Promise<void>((resolve) => {
          requestIdleCallback(() => resolve(), { timeout: 5_000 });
        }),
    );
  } catch (error) {
    if (!String(error).includes('because of a navigation')) throw error;
    await page.waitForLoadState();
    await pauseInPage(page);
  }
}

/**
 * Opens a page and waits until it has loaded, run what it came with, and run what that has loaded,
 * and shows its heading instead of the grey bars that stand for what is still to come.
 * @returns the HTTP status, and every script it asked for
 */
export async function openFully(
  page: Page,
  path: string,
): Promise<{ status: number | undefined; scripts: Response[] }> {
  const answers: Promise<Response | null>[] = [];
  const scripts: Promise<Response | null>[] = [];
  const note = (request: Request) => {
    const response = request.response();
    answers.push(response.then((answered) => answered?.finished()).then(() => response));
    if (request.resourceType() === 'script') scripts.push(response);
  };
  page.on('request', note);
  const answer = await page.goto(path);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await untilHydrated(page);
  let seen = -1;
  while (answers.length > seen) {
    seen = answers.length;
    await Promise.all(answers);
    await pauseInPage(page);
  }
  page.off('request', note);
  const answered = await Promise.all(scripts);
  return { status: answer?.status(), scripts: answered.filter((script) => script !== null) };
}

const ALIKE = 'data-alike';

/** Marks the rows of tables that differ from one above in texts and addresses alone: axe took a minute for a hundred. */
const markAlikeRows = (page: Page) =>
  page.evaluate((mark) => {
    const shapeOf = (row: Element) =>
      [row, ...row.querySelectorAll('*')]
        .map((element) => `${element.tagName} ${element.getAttribute('class')} ${element.role}`)
        .join('\n');
    for (const body of document.querySelectorAll('tbody')) {
      const seen = new Set<string>();
      for (const row of body.rows) {
        const shape = shapeOf(row);
        row.toggleAttribute(mark, seen.has(shape));
        seen.add(shape);
      }
    }
  }, ALIKE);

/** Loads axe where the page has none yet: twice for each look, as its builder does, takes as long as a short look. */
async function axeSourceFor(page: Page): Promise<string | undefined> {
  const isLoaded = await page.evaluate(() => 'axe' in window);
  return isLoaded ? 'undefined' : undefined;
}

/** What axe finds on the page as it is now, WCAG 2.2 AA included; by all rules, or by these. */
export async function accessibilityProblems(page: Page, ...rules: string[]): Promise<string[]> {
  await markAlikeRows(page);
  const axeSource = await axeSourceFor(page);
  const axe = new AxeBuilder({ page, ...(axeSource && { axeSource }) })
    // No page has frames: then nothing is to be put together in a page of its own.
    .setLegacyMode(true)
    .exclude(`[${ALIKE}]`)
    // Of what is in order only that it is: where each of a thousand places is takes longer than to look at them.
    .options({ resultTypes: ['violations'] });
  const { violations } = await (rules.length > 0 ? axe.withRules(rules) : axe).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ')}`);
}

/** Fails on any violation axe finds on the page as it is now. */
export async function expectAccessible(page: Page): Promise<void> {
  expect(await accessibilityProblems(page)).toEqual([]);
}

export { expect };
