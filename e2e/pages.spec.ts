import type { Browser, Page } from '@playwright/test';
import { makePipelines } from './support/pipelines';
import { type Product, startProduct } from './support/product';
import { type Places, ROUTES, SIGNED_OUT } from './support/routes';
import { scriptProblems } from './support/script-weight';
import { becomeAdministrator, type SessionState, submitSignIn } from './support/session';
import { accessibilityProblems, expect, openFully, test, watchPage } from './support/test';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

interface Stage {
  readonly product: Product;
  readonly session: SessionState;
  readonly places: Places;
}

/** Until every colour has changed: transitions, however short, begin and end in frames of their own. */
const untilPainted = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const transitions = () =>
      document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await frame();
    await frame();
    while (transitions().length > 0) {
      await Promise.allSettled(transitions().map(({ finished }) => finished));
      await frame();
    }
    await frame();
  });

/** Looks at the page that is open, in light and dark. @returns what is wrong with it */
async function inspect(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  await untilPainted(page);
  const problems = await accessibilityProblems(page);
  const headings = await page.getByRole('heading', { level: 1 }).allTextContents();
  if (headings.length !== 1 || headings[0] === 'Not found') problems.push(`h1: ${headings}`);
  const tooWide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  if (tooWide > 0) problems.push(`${tooWide} px too wide`);
  // Dark differs from light in its colours alone.
  await page.emulateMedia({ colorScheme: 'dark' });
  await untilPainted(page);
  for (const problem of await accessibilityProblems(page, 'color-contrast')) {
    problems.push(`dark, ${problem}`);
  }
  return problems;
}

/** Opens every page and looks at it wide and as on a phone. @returns a line for each problem found */
async function inspectAll(
  browser: Browser,
  product: Product,
  pages: readonly { title: string; path: string }[],
  session?: SessionState,
): Promise<string[]> {
  const findings: string[] = [];
  const context = await browser.newContext({
    baseURL: product.dashboardUrl,
    reducedMotion: 'reduce',
    ...(session && { storageState: session }),
  });
  const page = await context.newPage();
  const complaints = await watchPage(page);
  for (const { title, path } of pages) {
    await test.step(title, async () => {
      await page.setViewportSize(WIDE);
      const { status, scripts } = await openFully(page, path);
      if (status !== 200) complaints.push(`answered ${status}`);
      complaints.push(...(await scriptProblems(page, scripts)));
      for (const viewport of [WIDE, PHONE]) {
        await page.setViewportSize(viewport);
        for (const problem of [...(await inspect(page)), ...complaints.splice(0)]) {
          findings.push(`${title}, ${viewport.width} wide: ${problem}`);
        }
      }
    });
  }
  await context.close();
  return findings;
}

/** The last segment of the address that the first row of a list leads to. */
async function firstOf(page: Page, list: string): Promise<string> {
  await page.goto(list);
  const link = page.getByRole('table').getByRole('rowheader').first().getByRole('link');
  const href = await link.getAttribute('href');
  return href?.split('?')[0]?.split('/').at(-1) ?? '';
}

async function startDemo(browser: Browser): Promise<Stage> {
  const product = await startProduct('--demo');
  const [, email, password] = /with (\S+) and (\S+)/.exec(product.output()) ?? [];
  const page = await browser.newPage({ baseURL: product.dashboardUrl });
  await page.goto('/sign-in');
  await submitSignIn(page, email ?? '', password ?? '');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const api = await firstOf(page, '/apis');
  const places = {
    api,
    scope: await firstOf(page, `/apis/${api}?tab=scopes`),
    group: await firstOf(page, '/groups'),
    person: await firstOf(page, '/people?type=person'),
    token: await firstOf(page, '/tokens'),
    ...(await makePipelines(page)),
  };
  const session = await page.context().storageState();
  await page.close();
  return { product, session, places };
}

async function startEmpty(browser: Browser): Promise<Stage> {
  const product = await startProduct();
  const page = await browser.newPage({ baseURL: product.dashboardUrl });
  const person = { name: 'Ada Byron', email: 'ada@example.com' };
  await becomeAdministrator(page, product.setupUrl ?? '', person);
  const places = {
    api: 'keyward',
    scope: await firstOf(page, '/apis/keyward?tab=scopes'),
    group: 'administrators',
    person: await firstOf(page, '/people?type=person'),
    ...{ token: null, rule: null, destination: null, webhook: null, delivery: null },
  };
  const session = await page.context().storageState();
  await page.close();
  return { product, session, places };
}

for (const [name, start, signedOut, routes] of [
  ['with the sample organisation', startDemo, SIGNED_OUT, ROUTES],
  // What looks the same everywhere has been looked at in the other.
  ['of an empty installation', startEmpty, [], ROUTES.filter(({ isFixed }) => !isFixed)],
] as const) {
  test(`every page ${name} is accessible, keeps the policy, logs no error, fits and loads at most 230 kB of JavaScript`, async ({
    browser,
  }) => {
    test.setTimeout(1_200_000);
    const { product, session, places } = await start(browser);
    try {
      const pages = routes.flatMap(({ title, path }) => {
        const address = path(places);
        return address === null ? [] : [{ title, path: address }];
      });
      const findings = [
        ...(await inspectAll(browser, product, signedOut)),
        ...(await inspectAll(browser, product, pages, session)),
      ];
      expect(findings).toEqual([]);
    } finally {
      await product.stop();
    }
  });
}
