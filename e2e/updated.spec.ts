import type { Page } from '@playwright/test';
import { expect, signedInTest } from './support/test';

/** From now on the page asks for actions as one from an earlier build does: by ids nobody knows. */
const becomeOld = (page: Page) =>
  page.route(/.*/, (route) => {
    const headers = route.request().headers();
    const id = headers['next-action'];
    return id === undefined
      ? route.fallback()
      : route.continue({ headers: { ...headers, 'next-action': id.replace(/.{8}$/, '00000000') } });
  });

signedInTest(
  'a tab left open over an upgrade says so, and keeps what was typed until it is reloaded',
  async ({ page, complaints }) => {
    await page.goto('/apis');
    await page.getByRole('button', { name: 'Create API' }).first().click();
    const dialog = page.getByRole('dialog', { name: 'Create API' });
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await name.fill('Typed before the upgrade');
    await becomeOld(page);
    await dialog.getByRole('button', { name: 'Create API' }).click();
    const notice = dialog.getByRole('alert').filter({ hasText: 'Keyward was updated' });
    await expect(notice).toContainText('What you typed is still here');
    await expect(name).toHaveValue('Typed before the upgrade');
    await expect(page).toHaveURL('/apis');
    const reloaded = page.waitForEvent('load');
    await notice.getByRole('button', { name: 'Reload' }).click();
    await reloaded;
    await expect(page.getByRole('heading', { level: 1, name: 'APIs' })).toBeVisible();
    // The browser says that an action was refused; nothing else may have gone wrong.
    await expect.poll(() => complaints.length).toBe(1);
    expect(complaints.splice(0)[0]).toContain('the server responded with a status of 4');
  },
);

signedInTest(
  'every page says which build it is from, and the server which it runs',
  async ({ page, request }) => {
    await page.goto('/');
    const build = await page.locator('html').getAttribute('data-build');
    expect(build).toMatch(/\S/);
    expect(await (await request.get('/healthz')).json()).toEqual({ alive: true, build });
  },
);
