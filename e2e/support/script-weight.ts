import { gzipSync } from 'node:zlib';
import type { Page, Response } from '@playwright/test';

const MAX_KILOBYTES = 230;

/** gzip size of each script, by its path; a build's files don't change while the tests run. */
const sizes = new Map<string, number>();

async function sizeOf(script: Response): Promise<number> {
  const { pathname } = new URL(script.url());
  const size = sizes.get(pathname) ?? gzipSync(await script.body()).length;
  sizes.set(pathname, size);
  return size;
}

/**
 * Weighs what a page has asked for of JavaScript, gzipped, whether the browser had it already or not.
 * @param scripts what `openFully` has seen
 * @returns what is wrong with it
 */
export async function scriptProblems(page: Page, scripts: readonly Response[]): Promise<string[]> {
  const named = await page
    .locator('script[src]:not([nomodule])')
    .evaluateAll((elements) => elements.map((element) => (element as HTMLScriptElement).src));
  const seen = scripts.map((script) => script.url());
  const problems = [
    ...(named.length === 0 ? ['names no script'] : []),
    ...named.filter((address) => !seen.includes(address)).map((address) => `unweighed: ${address}`),
    ...scripts.filter((script) => script.status() !== 200).map((script) => `no ${script.url()}`),
  ];
  if (problems.length > 0) return problems;
  const bytes = await Promise.all(scripts.map(sizeOf));
  const kilobytes = bytes.reduce((sum, size) => sum + size, 0) / 1_000;
  return kilobytes > MAX_KILOBYTES ? [`${kilobytes.toFixed(1)} kB of JavaScript`] : [];
}

/** Of a page's document: what it shows, and what its parts are sent to go on with. */
const MAX_DOCUMENT_KILOBYTES = 380;

/** Weighs a page's document as it is, since the browser reads all of it. @returns what is wrong with it */
export async function documentProblems(page: Page, path: string): Promise<string[]> {
  const answer = await page.request.get(path, { maxRetries: 2 });
  const kilobytes = (await answer.body()).length / 1_000;
  return kilobytes > MAX_DOCUMENT_KILOBYTES ? [`a document of ${kilobytes.toFixed(0)} kB`] : [];
}
