import type { Locator } from '@playwright/test';
import { makePlaces } from './support/places';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';
import { verifierOf } from './support/verify';

test.use({ reducedMotion: 'reduce' });

test('what is refused again and again is put off with a name, and suspended on the first page', async ({
  page,
  control,
  request,
  administrator,
  verifierUrl,
}) => {
  const { api, group, person } = await makePlaces(control, 'noisy', administrator.identityId);
  const made = await control.post('/tokens', { identity: person, group, name: 'noisy client' });
  await control.post(`/apis/${api}/operations`, {
    name: 'dropAll',
    method: 'DELETE',
    pathTemplate: '/all',
  });
  const ask = verifierOf(request, verifierUrl, administrator.managementToken);
  for (let times = 0; times < 10; times += 1) {
    expect(await ask({ token: made.secret, api, operation: 'dropAll' })).toBe(
      'operation_not_granted',
    );
  }
  await expect(async () => {
    await page.goto('/');
    await expect(page.getByRole('button', { name: 'Suspend noisy client' })).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'More for noisy client' }).click();
  await page.getByRole('menuitem', { name: 'Snooze' }).click();
  const asking = page.getByRole('dialog', { name: /Snooze noisy client/ });
  await asking.getByLabel('Reason').fill('its team knows');
  await asking.getByRole('button', { name: 'Snooze' }).click();
  await expectToast(page, 'noisy client snoozed until');
  // Somebody else was faster: that the way back leads nowhere is said.
  const what = { token: made.token.id, kind: 'denied_spike' };
  await control.post('/attention/unsnooze', what);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expectToast(page, 'noisy client was not woken');
  const until = new Date(Date.now() + 86_400_000).toISOString();
  await control.post('/attention/snooze', { ...what, until, reason: 'its team knows' });
  await page.reload();
  await page.getByText(/snoozed$/).click();
  await expect(page.getByText(/by Ada Byron, until .*its team knows/)).toBeVisible();
  await page.getByRole('button', { name: 'Wake noisy client' }).click();

  await page.getByRole('button', { name: 'Suspend noisy client' }).click();
  await expectToast(page, 'noisy client suspended');
  await expect
    .poll(() => ask({ token: made.secret, api, operation: 'listParcels' }))
    .toBe('token_suspended');
});

test('a token is restricted and extended within its group’s policy', async ({
  page,
  control,
  administrator,
}) => {
  const { token, group } = await makePlaces(control, 'limited', administrator.identityId);
  await control.patch(`/groups/${group}`, { policy: { maxTtlSeconds: 60 * 86_400 } });
  await page.goto(`/tokens/${token}`);
  await page.getByRole('main').getByRole('button', { name: 'Limits' }).click();
  const dialog = page.getByRole('dialog', { name: /Limits of token limited/ });
  await dialog
    .getByLabel('Ends')
    .selectOption({ label: await latestOf(dialog.getByLabel('Ends')) });
  await dialog.getByLabel('Allowed addresses').fill('everywhere');
  await dialog.getByRole('button', { name: 'Save limits' }).click();
  await expect(dialog.getByText(/neither an address nor a CIDR/).first()).toBeVisible();
  await expectAccessible(page);
  await dialog.getByLabel('Allowed addresses').fill('192.0.2.0/24');
  await dialog.getByRole('button', { name: 'Save limits' }).click();
  await expectToast(page, 'token limited is held to its new limits');
  const { expiresAt, createdAt, allowedCidrs } = await control.get(`/tokens/${token}`);
  expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(60 * 86_400_000);
  expect(allowedCidrs).toEqual(['192.0.2.0/24']);
});

/** The words of the latest end that is offered. */
const latestOf = async (select: Locator) => {
  await expect(select).toBeVisible();
  const words = await select.locator('option').allInnerTexts();
  return words.find((text) => text.endsWith('the latest here')) ?? '';
};
