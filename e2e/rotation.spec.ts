import type { Locator, Page } from '@playwright/test';
import { makePlaces } from './support/places';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce', permissions: ['clipboard-read', 'clipboard-write'] });

const SECRET = /^kwp_[0-9A-Za-z]{36}$/;

/** Clicks, and counts it. */
function counting() {
  let interactions = 0;
  return {
    click: async (target: Locator) => {
      await target.click();
      interactions += 1;
    },
    count: () => interactions,
  };
}

const rotating = (page: Page, name: string) => page.getByRole('dialog', { name: `Rotate ${name}` });

test('rotate with overlap and copy takes four interactions at most', async ({
  page,
  control,
  administrator,
}) => {
  const { token } = await makePlaces(control, 'rotate-copy', administrator.identityId);
  const name = 'token rotate-copy';
  await page.goto(`/tokens/${token}`);
  const { click, count } = counting();
  await click(page.getByRole('main').getByRole('button', { name: 'Rotate' }));
  const dialog = rotating(page, name);
  await expect(dialog.getByRole('radio', { name: /^For / }).first()).toBeChecked();
  await expectAccessible(page);
  await click(dialog.getByRole('button', { name: 'Rotate' }));
  const shown = page.getByRole('alertdialog', { name: `${name} was rotated` });
  await expect(shown).toContainText(/The old one, ending in \w{4}, works until /);
  await click(shown.getByRole('button', { name: 'Copy' }).first());
  const secret = await page.evaluate(() => navigator.clipboard.readText());
  expect(secret).toMatch(SECRET);
  expect(secret).toBe(await shown.getByRole('textbox', { name: 'Secret' }).inputValue());
  process.stdout.write(`rotate with overlap and copy: ${count()} interactions\n`);
  expect(count()).toBeLessThanOrEqual(4);

  await expectAccessible(page);
  await shown.getByRole('checkbox', { name: 'I have stored it in a safe place' }).check();
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(page).not.toHaveURL(new RegExp(`${token}`));
  expect(await page.content()).not.toContain(secret);
  const successor = await control.get(`/tokens/${page.url().split('/').at(-1)}`);
  expect(successor).toMatchObject({ predecessorId: token, status: 'active', livingRelatives: 1 });
  await page.goto(`/tokens/${token}`);
  await expect(page.getByText(/^Rotated: works until/)).toBeVisible();
  await expectAccessible(page);
});

test('a leaked one is rotated from its row, and its family is revoked as one', async ({
  page,
  control,
  administrator,
}) => {
  const { token } = await makePlaces(control, 'rotate-leak', administrator.identityId);
  const name = 'token rotate-leak';
  await control.post(`/tokens/${token}/rotate`, {});
  await page.goto('/tokens?q=rotate-leak&status=rotating');
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Rotate' }).click();
  await rotating(page, name)
    .getByRole('radio', { name: /it has leaked/ })
    .click();
  await rotating(page, name).getByRole('button', { name: 'Rotate' }).click();
  const shown = page.getByRole('alertdialog', { name: `${name} was rotated` });
  await expect(shown).toContainText(/ending in \w{4}, is denied from now on/);
  await shown.getByRole('checkbox', { name: 'I have stored it in a safe place' }).check();
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect.poll(async () => (await control.get(`/tokens/${token}`)).status).toBe('retired');

  const [head] = (await control.get('/tokens?q=rotate-leak&status=active')).items;
  await control.post(`/tokens/${head.id}/rotate`, {});
  await page.goto(`/tokens/${head.id}`);
  await page.getByRole('main').getByRole('button', { name: 'Revoke' }).click();
  const asking = page.getByRole('dialog', { name: `Revoke ${name}` });
  await expectAccessible(page);
  await asking.getByRole('button', { name: 'Revoke all 2' }).click();
  await expectToast(page, `${name} and 1 relative revoked`);
  const { items } = await control.get('/tokens?q=rotate-leak');
  expect(items.filter(({ status }: { status: string }) => status === 'revoked')).toHaveLength(2);
});
