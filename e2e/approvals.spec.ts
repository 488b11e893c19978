import { makePlaces } from './support/places';
import { expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce' });

test('a service token waits for a second person: who asked can only take it back, with a reason', async ({
  page,
  control,
  administrator,
}) => {
  const slug = 'approvals';
  await makePlaces(control, slug, administrator.identityId);
  const bot = await control.post('/identities', { type: 'service', name: 'Bot', slug: 'approved' });
  await control.patch(`/groups/${slug}/members`, { add: [{ identity: bot.id, role: 'member' }] });
  await control.patch(`/groups/${slug}`, { policy: { approveServiceTokens: true } });
  // The management token acts for the administrator, so they are who asked.
  const made = { identity: bot.id, group: slug, name: 'nightly export' };
  const { token } = await control.post('/tokens', made);
  expect(token.status).toBe('awaiting');

  await page.goto('/');
  await page.getByRole('link', { name: /service token waits? for approval/ }).click();
  const table = page.getByRole('table', { name: 'Tokens' });
  await expectRowVisible(table, { Name: 'nightly export', Status: 'Awaiting approval' });
  await table.getByRole('link', { name: 'nightly export' }).click();
  const main = page.getByRole('main');
  await expect(main.getByText('Another person must approve nightly export').first()).toBeVisible();
  await expectAccessible(page);
  await main.getByRole('textbox', { name: 'Reason' }).fill('nobody knows this job');
  await main.getByRole('button', { name: 'Deny' }).click();
  await expectToast(page, 'nightly export denied');
  const denied = await control.get(`/tokens/${token.id}`);
  expect(denied).toMatchObject({ status: 'revoked', revokeReason: 'nobody knows this job' });
});

test('a trust rule waits in the place of its tokens, and who made it reads that another must approve', async ({
  page,
  control,
  administrator,
}) => {
  const slug = 'approved-rules';
  await makePlaces(control, slug, administrator.identityId);
  const bot = await control.post('/identities', { type: 'service', name: 'Bot', slug: 'trusted' });
  await control.patch(`/groups/${slug}/members`, { add: [{ identity: bot.id, role: 'member' }] });
  await control.patch(`/groups/${slug}`, { policy: { approveServiceTokens: true } });
  const rule = await control.post('/trust-rules', {
    ...{ slug: 'deploy', name: 'Deploy', identity: bot.id, group: slug, preset: 'github' },
    issuer: 'https://token.actions.githubusercontent.com',
    ...{ audience: 'https://keyward.example.com', claims: { repository_id: '74' } },
  });
  expect(rule.approval).toBe('awaiting');
  await page.goto('/');
  await page.getByRole('link', { name: /trust rules? waits? for approval/ }).click();
  const table = page.getByRole('table', { name: 'Trust rules' });
  await expect(table.getByText('Awaiting approval')).toBeVisible();
  await table.getByRole('link', { name: 'Deploy' }).click();
  const main = page.getByRole('main');
  await expect(main.getByText('Another person must approve Deploy').first()).toBeVisible();
  await expectAccessible(page);
});
