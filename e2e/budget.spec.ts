import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';
import { makePlaces } from './support/places';
import { ROUTES } from './support/routes';
import type { SessionState } from './support/session';
import { expect, openFully, signedInTest as test } from './support/test';

const MAX_KILOBYTES = 230;

/** gzip size of each script, by address; a build's files don't change while it runs. */
const sizes = new Map<string, number>();

/** What a browser with an empty cache loads of JavaScript for this page, gzipped, in bytes. */
async function scriptBytes(
  browser: Browser,
  options: { baseURL: string | undefined; storageState?: SessionState },
  path: string,
): Promise<number> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const { status, scripts } = await openFully(page, path);
  expect(status, path).toBe(200);
  expect(await page.getByRole('heading', { level: 1 }).allTextContents(), path).toHaveLength(1);
  await expect(page.getByRole('heading', { level: 1, name: 'Not found' }), path).toHaveCount(0);
  const wanted = await page
    .locator('script[src]:not([nomodule])')
    .evaluateAll((elements) => elements.map((element) => (element as HTMLScriptElement).src));
  const counted = scripts.map((script) => script.url());
  expect(wanted.length, `${path} names scripts`).toBeGreaterThan(0);
  expect(
    wanted.filter((address) => !counted.includes(address)),
    path,
  ).toEqual([]);
  let bytes = 0;
  for (const script of scripts) {
    expect(script.status(), script.url()).toBe(200);
    const size = sizes.get(script.url()) ?? gzipSync(await script.body()).length;
    sizes.set(script.url(), size);
    bytes += size;
  }
  await context.close();
  return bytes;
}

test('no page loads more than 230 kB of JavaScript, gzipped', async ({
  browser,
  baseURL,
  storageState,
  control,
  administrator,
}) => {
  test.setTimeout(240_000);
  const places = await makePlaces(control, 'budget', administrator.identityId);
  const signedIn = { baseURL, storageState: storageState as SessionState };
  const table: { page: string; kilobytes: number }[] = [];
  for (const path of ['/sign-in', '/setup']) {
    const bytes = await scriptBytes(browser, { baseURL }, path);
    table.push({ page: path, kilobytes: bytes / 1_000 });
  }
  for (const route of ROUTES) {
    const path = route.path(places);
    if (path === null) throw new Error(`${route.title} has no address`);
    const bytes = await scriptBytes(browser, signedIn, path);
    table.push({ page: route.title, kilobytes: bytes / 1_000 });
  }
  table.sort((left, right) => right.kilobytes - left.kilobytes);
  const lines = table.map((row) => `${row.kilobytes.toFixed(1).padStart(7)} kB  ${row.page}`);
  process.stdout.write(`${lines.join('\n')}\n`);
  expect(table.filter((row) => row.kilobytes > MAX_KILOBYTES)).toEqual([]);
});
