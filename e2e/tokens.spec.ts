import type { Locator, Page } from '@playwright/test';
import type { Control } from './support/control';
import { makePlaces } from './support/places';
import { expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce' });

const tokensOf = (page: Page) => page.getByRole('table', { name: 'Tokens' });

async function select(table: Locator, ...names: string[]): Promise<void> {
  for (const name of names) {
    await table.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
  }
}

/** Twelve tokens in a group of their own. @returns their names */
async function makeDozen(control: Control, slug: string, person: string): Promise<string[]> {
  const { group } = await makePlaces(control, slug, person);
  const names = Array.from({ length: 11 }, (_, index) => `${slug} ${index + 1}`);
  for (const name of names) await control.post('/tokens', { identity: person, group, name });
  return [`token ${slug}`, ...names];
}

/** How many tokens of a group are in which state. */
async function statuses(control: Control, group: string): Promise<Record<string, number>> {
  const { items } = await control.get(`/tokens?group=${group}`);
  const counts: Record<string, number> = {};
  for (const { status } of items) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

test('a token is suspended from its row and resumed from its page', async ({
  page,
  control,
  administrator,
}) => {
  const { token } = await makePlaces(control, 'suspend-one', administrator.identityId);
  const name = 'token suspend-one';
  await page.goto('/tokens?q=suspend-one');
  await expectRowVisible(tokensOf(page), {
    Name: name,
    Status: 'Active',
    'Acts for': 'Ada Byron',
    Group: 'Group suspend-one',
  });
  await page.getByRole('button', { name: `Actions for ${name}` }).click();
  await page.getByRole('menuitem', { name: 'Suspend' }).click();
  await expectToast(page, `${name} suspended`);
  await expectRowVisible(tokensOf(page), { Name: name, Status: 'Suspended' });
  expect((await control.get(`/tokens/${token}`)).status).toBe('suspended');

  await tokensOf(page).getByRole('link', { name }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Resume' }).click();
  await expectToast(page, `${name} resumed`);
  await expect.poll(async () => (await control.get(`/tokens/${token}`)).status).toBe('active');
});

test('more than ten at once ask for the count, fewer do not, and both can be taken back', async ({
  page,
  control,
  administrator,
}) => {
  const names = await makeDozen(control, 'bulk', administrator.identityId);
  await page.goto('/tokens?q=bulk');
  const table = tokensOf(page);
  await expect(table.getByRole('rowheader')).toHaveCount(12);
  await table.getByRole('checkbox', { name: 'Select all rows on this page' }).check();
  const bar = page.getByRole('toolbar', { name: 'Selected rows' });
  await bar.getByRole('button', { name: 'Suspend' }).click();

  const asking = page.getByRole('dialog', { name: 'Suspend 12 tokens?' });
  const suspend = asking.getByRole('button', { name: 'Suspend' });
  await asking.getByRole('textbox').fill('11');
  await expect(suspend).toHaveAccessibleDescription('Type 12 first');
  await expectAccessible(page);
  await asking.getByRole('textbox').fill('12');
  await suspend.click();
  const suspended = page.getByRole('dialog', { name: 'Suspended: 12 of 12 tokens' });
  await expect(suspended).toContainText(/Denied on 1 of 1 verifier/);
  await suspended.getByRole('button', { name: 'Close' }).last().click();
  for (const name of names) await expectRowVisible(table, { Name: name, Status: 'Suspended' });

  const [first = '', second = '', third = ''] = names;
  await select(table, first, second);
  await bar.getByRole('button', { name: 'Revoke' }).click();
  const revoked = page.getByRole('dialog', { name: 'Revoked: 2 of 2 tokens' });
  await expect.poll(() => statuses(control, 'bulk')).toEqual({ revoked: 2, suspended: 10 });
  await revoked.getByRole('button', { name: 'Undo' }).click();
  await page
    .getByRole('dialog', { name: 'Works as before: 2 of 2 tokens' })
    .getByRole('button', { name: 'Close' })
    .last()
    .click();
  for (const name of [first, second, third]) {
    await expectRowVisible(table, { Name: name, Status: 'Suspended' });
  }
});
