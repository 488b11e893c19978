import { makePlaces } from './support/places';
import { rowOf } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';
import { verifierOf } from './support/verify';

test.use({ reducedMotion: 'reduce' });

test('a use out of the ordinary is tuned in Settings, explained on the first page, and dismissed in one click', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const { api, group, person } = await makePlaces(control, 'odd', administrator.identityId);
  const made = await control.post('/tokens', { identity: person, group, name: 'odd robot' });
  await control.post(`/tokens/${made.token.id}/revoke`, { reason: 'left behind' });
  const ask = verifierOf(request, verifierUrl, administrator.managementToken);
  const use = { token: made.secret, api, operation: 'listParcels', ip: '198.51.100.7' };
  await expect.poll(() => ask(use)).toBe('token_revoked');
  await expect
    .poll(async () => (await control.get(`/decisions?q=token:${made.token.id}`)).items.length)
    .toBeGreaterThan(0);

  // What is tuned is looked for at once.
  await page.goto('/settings/policy');
  const policy = page.getByRole('form', { name: 'Anomalies' });
  const quiet = policy.getByLabel('Days of quiet');
  await quiet.fill('91');
  await policy.getByRole('button', { name: 'Save' }).click();
  await expect(quiet).not.toHaveJSProperty('validity.valid', true);
  await quiet.fill('3');
  await policy.getByRole('button', { name: 'Save' }).click();
  await expectToast(page, 'Which anomalies are told is saved');
  expect((await control.get('/anomalies/policy')).quietDays).toBe(3);

  const title = 'Token odd robot is used though it was stopped';
  const line = page.getByRole('listitem').filter({ has: page.getByRole('link', { name: title }) });
  await expect(async () => {
    await page.goto('/');
    await expect(line.getByText(/It was denied from 198\.51\.100\.7 on \d/).first()).toBeVisible({
      timeout: 1_000,
    });
  }).toPass();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Evidence of Token odd robot' }).click();
  await expect(rowOf(page.getByRole('table'), '').filter({ hasText: 'odd robot' })).not.toHaveCount(
    0,
  );

  await page.goto('/');
  await page.getByRole('button', { name: 'Dismiss Token odd robot' }).click();
  await expectToast(page, 'Dismissed');
  await expect(page.getByRole('link', { name: title })).toBeHidden();
  await page.goto('/respond/anomalies');
  await expect(page.getByRole('link', { name: title })).toBeHidden();
  await page.getByRole('link', { name: /^Dismissed/ }).click();
  await expect(page.getByRole('listitem').filter({ hasText: title })).toContainText(
    'Dismissed by Ada Byron',
  );
  await expectAccessible(page);
});
