import { makePlaces } from './support/places';
import { expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';

test.use({ reducedMotion: 'reduce' });

test('what ends when is on a group’s page, and a bar leads to its tokens', async ({
  page,
  control,
  administrator,
}) => {
  const { group } = await makePlaces(control, 'ending', administrator.identityId);
  const identity = administrator.identityId;
  const day = 86_400;
  await control.patch(`/groups/${group}`, { policy: { maxTtlSeconds: 60 * day } });
  for (const [name, ttlSeconds] of [
    ['in a month', 30 * day],
    ['in a month, too', 30 * day + 60],
    ['later', 40 * day],
  ] as const) {
    await control.post('/tokens', { identity, group, name, ttlSeconds });
  }

  await page.goto(`/groups/${group}`);
  await page
    .getByRole('navigation', { name: 'Group ending' })
    .getByRole('link', { name: 'Tokens' })
    .click();
  const picture = page.getByRole('region', { name: 'What ends in the next 90 days' });
  const weeks = picture.getByRole('list', { name: 'What ends, by week' });
  await expect(weeks.getByRole('listitem')).toHaveCount(13);
  await expectAccessible(page);

  const week = weeks.getByRole('link', { name: /2 tokens\. A person’s: 2/ });
  await week.focus();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/tokens\?group=ending&ends=/);
  const tokens = page.getByRole('table', { name: 'Tokens' });
  await expectRowVisible(tokens, { Name: 'in a month' });
  await expectRowVisible(tokens, { Name: 'in a month, too' });
  await expect(tokens.getByRole('rowheader')).toHaveCount(2);
  await expect(page.getByRole('button', { name: /Remove filter Ends/ })).toBeVisible();
});

test('a group in which nothing ends soon says so', async ({ page, control, administrator }) => {
  const { group, token } = await makePlaces(control, 'unending', administrator.identityId);
  await control.post(`/tokens/${token}/revoke`, {});
  await page.goto(`/groups/${group}?tab=tokens`);
  await expect(page.getByText('No token of this group within your reach is alive.')).toBeVisible();
});

test('what ends in all groups is one click from the tokens, and leads to a group’s own', async ({
  page,
  control,
  administrator,
}) => {
  const { group } = await makePlaces(control, 'ending-first', administrator.identityId);
  const identity = administrator.identityId;
  await control.post('/tokens', { identity, group, name: 'soon', ttlSeconds: 3 * 86_400 });
  await page.goto('/tokens');
  await page.getByRole('link', { name: 'What ends when' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'What ends when' })).toBeVisible();
  const weeks = page.getByRole('list', { name: 'What ends, by week' });
  await expect(weeks.getByRole('listitem')).toHaveCount(13);
  await expect(weeks.getByRole('link').first()).toHaveAttribute('href', /^\/tokens\?ends=/);
  await expectAccessible(page);

  await page.getByRole('region', { name: 'By group' }).getByRole('link').first().click();
  await expect(page).toHaveURL(/\/groups\/[^/]+\?tab=tokens/);
  await page.goto(`/groups/${group}?tab=tokens&ahead=7`);
  const days = page.getByRole('list', { name: 'What ends, by day' });
  await expect(days.getByRole('listitem')).toHaveCount(7);
});
