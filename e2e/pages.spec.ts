import type { Browser, BrowserContext, Page } from '@playwright/test';
import { readEmptyStates, type ShownEmpty, sharedWords, withoutNext } from './support/empty-states';
import { makePipelines } from './support/pipelines';
import { type Product, startProduct } from './support/product';
import { type Places, ROUTES, SIGNED_OUT } from './support/routes';
import { documentProblems, scriptProblems } from './support/script-weight';
import { becomeAdministrator, type SessionState, submitSignIn } from './support/session';
import { accessibilityProblems, expect, openFully, test, watchPage } from './support/test';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

interface Stage {
  readonly session: SessionState;
  readonly places: Places;
}

/** No transition in any page: colours have then changed as soon as they are read, without a frame to wait for. */
const holdStill = (context: BrowserContext) =>
  context.addInitScript(() => {
    const still = new CSSStyleSheet();
    still.replaceSync('*, ::before, ::after { transition: none !important; }');
    // No element of the page's, so that its policy has nothing to say about it.
    document.adoptedStyleSheets.push(still);
  });

/** Looks at the page that is open, as wide as this, in light and dark. @returns what is wrong with it */
async function inspect(page: Page, viewport: typeof WIDE): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(viewport);
  const { tooWide, headings, namesakes, cut } = await settle(page);
  const problems = await accessibilityProblems(page);
  for (const name of namesakes) problems.push(`"${name}" stands without its last four`);
  if (headings.length !== 1 || headings[0] === 'Not found') problems.push(`h1: ${headings}`);
  if (tooWide > 0) problems.push(`${tooWide} px too wide`);
  for (const table of cut) problems.push(`columns of "${table}" are out of sight`);
  // Dark differs from light in its colours alone.
  await page.emulateMedia({ colorScheme: 'dark' });
  for (const problem of await accessibilityProblems(page, 'color-contrast')) {
    problems.push(`dark, ${problem}`);
  }
  return problems;
}

/** Measures once what follows the width has followed it: it is told in one frame, and drawn in the next. */
const settle = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    await frame();
    const { scrollWidth, clientWidth } = document.documentElement;
    // Links to tokens by their names: not the tabs of one, nor the way back.
    const named = document.querySelectorAll('main a[href^="/tokens/tok_"]:not(nav a, [href*="?"])');
    const around = (link: Element) => link.closest('li, tr, dd, p, article') ?? link.parentElement;
    const isTold = location.pathname.endsWith('/delegate');
    const namesakes = [...named].filter(
      (link) => !isTold && !/••\w{4}/.test(around(link)?.textContent ?? ''),
    );
    const tables = [
      ...document.querySelectorAll<HTMLElement>('main section[tabindex]:has(> table)'),
    ];
    const hides = (table: HTMLElement) => table.scrollWidth > table.clientWidth + 1;
    return {
      cut: tables.filter(hides).map((table) => table.querySelector('caption')?.textContent),
      namesakes: namesakes.map((link) => link.textContent),
      tooWide: scrollWidth - clientWidth,
      headings: [...document.querySelectorAll('h1')].map((heading) => heading.textContent),
    };
  });

/** How many pages are looked at at once: most of the time of one is spent waiting for it. */
const LANES = 2;

/** Opens every page and looks at it wide and as on a phone. @returns a line for each problem found */
async function inspectAll(
  browser: Browser,
  product: Product,
  pages: readonly { title: string; path: string }[],
  session?: SessionState,
  empties: ShownEmpty[] = [],
): Promise<string[]> {
  const waiting = [...pages];
  // Of one context, so that a script which one lane has fetched and compiled is there for the other.
  const context = await browser.newContext({
    baseURL: product.dashboardUrl,
    reducedMotion: 'reduce',
    ...(session && { storageState: session }),
  });
  await holdStill(context);
  const lane = async () => {
    const findings: string[] = [];
    const page = await context.newPage();
    const complaints = await watchPage(page);
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      findings.push(...(await inspectOne(page, next, complaints, empties)));
    }
    return findings;
  };
  const findings = (await Promise.all(Array.from({ length: LANES }, lane))).flat();
  await context.close();
  return findings;
}

/**
 * @param complaints what the page has complained of; emptied
 * @param empties gets what the page says where there is nothing
 */
function inspectOne(
  page: Page,
  { title, path }: { title: string; path: string },
  complaints: string[],
  empties: ShownEmpty[],
): Promise<string[]> {
  return test.step(title, async () => {
    const findings: string[] = [];
    await page.setViewportSize(WIDE);
    const { status, scripts } = await openFully(page, path);
    if (status !== 200) complaints.push(`answered ${status}`);
    complaints.push(...(await documentProblems(page, path)));
    complaints.push(...(await scriptProblems(page, scripts)));
    empties.push(...(await readEmptyStates(page, title)));
    for (const viewport of [WIDE, PHONE]) {
      for (const problem of [...(await inspect(page, viewport)), ...complaints.splice(0)]) {
        findings.push(`${title}, ${viewport.width} wide: ${problem}`);
      }
    }
    return findings;
  });
}

/** The last segment of the address that the first row of a list leads to. */
async function firstOf(page: Page, list: string): Promise<string> {
  await page.goto(list);
  const link = page.getByRole('table').getByRole('rowheader').first().getByRole('link');
  const href = await link.getAttribute('href');
  return href?.split('?')[0]?.split('/').at(-1) ?? '';
}

async function prepareDemo(browser: Browser, product: Product): Promise<Stage> {
  const [, email, password] = /with (\S+) and (\S+)/.exec(product.output()) ?? [];
  const page = await browser.newPage({ baseURL: product.dashboardUrl });
  await page.goto('/sign-in');
  await submitSignIn(page, email ?? '', password ?? '');
  await expect(page.getByRole('heading', { level: 1, name: 'Overview' })).toBeVisible();
  const api = await firstOf(page, '/apis');
  const named = {
    api,
    scope: await firstOf(page, `/apis/${api}?tab=scopes`),
    group: await firstOf(page, '/groups'),
    person: await firstOf(page, '/people?type=person'),
    token: await firstOf(page, '/tokens'),
    manager: await firstOf(page, '/tokens?group=administrators'),
  };
  const places = { ...named, ...(await makePipelines(page, named)) };
  const session = await page.context().storageState();
  await page.close();
  return { session, places };
}

async function prepareEmpty(browser: Browser, product: Product): Promise<Stage> {
  const page = await browser.newPage({ baseURL: product.dashboardUrl });
  const person = { name: 'Ada Byron', email: 'ada@example.com' };
  await becomeAdministrator(page, product.setupUrl ?? '', person);
  const places = {
    api: 'keyward',
    scope: await firstOf(page, '/apis/keyward?tab=scopes'),
    group: 'administrators',
    person: await firstOf(page, '/people?type=person'),
    ...{ token: null, manager: null, rule: null, destination: null, webhook: null, delivery: null },
    ...{ provider: null, pushed: null, campaign: null, review: null },
  };
  const session = await page.context().storageState();
  await page.close();
  return { session, places };
}

for (const [name, args, prepare, signedOut, routes] of [
  ['with the sample organisation', ['--demo'], prepareDemo, SIGNED_OUT, ROUTES],
  // What looks the same everywhere has been looked at in the other.
  ['of an empty installation', [], prepareEmpty, [], ROUTES.filter(({ isFixed }) => !isFixed)],
] as const) {
  test(`every page ${name} is accessible, keeps the policy, logs no error, fits and loads at most 230 kB of JavaScript`, async ({
    browser,
  }) => {
    test.setTimeout(1_200_000);
    const product = await startProduct(...args);
    const empties: ShownEmpty[] = [];
    try {
      const { session, places } = await prepare(browser, product);
      const pages = routes.flatMap(({ title, path }) => {
        const address = path(places);
        return address === null ? [] : [{ title, path: address }];
      });
      const findings = [
        ...(await inspectAll(browser, product, signedOut)),
        ...(await inspectAll(browser, product, pages, session, empties)),
      ];
      // Where there is nothing, each page says so in its own words, and what to do.
      findings.push(...sharedWords(empties), ...withoutNext(empties));
      expect(findings).toEqual([]);
    } finally {
      await product.stop();
    }
  });
}
