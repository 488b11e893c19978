import type { Browser } from '@playwright/test';
import type { Control } from './control';
import { expect, watchPage } from './test';

const NOBODY = { cookies: [], origins: [] };

/** A browser of its own, signed out, whose complaints fail the test at `close`. */
export async function newBrowser(
  browser: Browser,
  baseURL: string | undefined,
  userAgent?: string,
) {
  const context = await browser.newContext({
    storageState: NOBODY,
    reducedMotion: 'reduce',
    ...(baseURL && { baseURL }),
    ...(userAgent && { userAgent }),
  });
  const page = await context.newPage();
  const complaints = await watchPage(page);
  const close = async () => {
    await context.close();
    expect(complaints).toEqual([]);
  };
  return { page, close };
}

/** Somebody who can sign in, by a link made through the control API. */
export async function makePerson(control: Control, person: { name: string; email: string }) {
  const { id } = await control.post('/identities', { type: 'person', ...person });
  const { secret } = await control.post(`/identities/${id}/invite`, {});
  return { id, link: `/setup#${secret}` };
}
