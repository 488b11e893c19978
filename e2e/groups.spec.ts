import type { Page } from '@playwright/test';
import { makePlaces } from './support/places';
import { expectNoRow, expectRowVisible, rowOf } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';
import { verifierOf } from './support/verify';

test.use({ reducedMotion: 'reduce' });

const DAY_MS = 86_400_000;
const dayIn = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10);

test('a group is frozen and unfrozen, and its policy holds for its tokens at once', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const person = administrator.identityId;
  await makePlaces(control, 'freeze', person);
  const made = { identity: person, group: 'freeze', name: 'frozen with its group' };
  const { secret } = await control.post('/tokens', made);
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const ask = () => verify({ token: secret, api: 'freeze', operation: 'listParcels' });

  await page.goto('/groups/freeze?tab=policy');
  await page.getByRole('button', { name: 'Freeze Group freeze' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Freeze Group freeze?' });
  await expect(dialog).toContainText('2 living tokens stop at once');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Freeze group' }).click();
  await expectToast(page, 'Group freeze is frozen');
  await expect.poll(ask).toBe('group_frozen');
  await page.getByRole('button', { name: 'Unfreeze Group freeze' }).click();
  await expectToast(page, 'Group freeze is active');
  await expect.poll(ask).toBe('allowed');

  const addresses = page.getByRole('textbox', { name: 'Allowed addresses' });
  const save = page.getByRole('button', { name: 'Save policy' });
  await page.getByRole('combobox', { name: 'Longest lifetime of a token' }).selectOption('7 days');
  await page.getByRole('combobox', { name: 'Lifetime unless asked' }).selectOption('1 day');
  await page.getByRole('radio', { name: /^Leads/ }).check();
  await addresses.fill('10.0.0.0/8\nno address');
  await save.click();
  await expect(page.getByRole('main').getByRole('alert').first()).toBeVisible();
  await expect(addresses).toHaveValue('10.0.0.0/8\nno address');
  await addresses.fill('10.0.0.0/8');
  await save.click();
  await expectToast(page, 'Policy of Group freeze saved');
  await page.reload();
  await expect(addresses).toHaveValue('10.0.0.0/8');
  expect((await control.get('/groups/freeze')).policy).toMatchObject({
    maxTtlSeconds: 604_800,
    defaultTtlSeconds: 86_400,
    allowedCidrs: ['10.0.0.0/8'],
  });
  await expect.poll(ask).toBe('ip_not_allowed');
});

/** Chooses an entry of a member's menu. */
async function choose(page: Page, member: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: `Actions for ${member}` }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

test('roles and end dates are staged, corrected and saved together', async ({ page, control }) => {
  const name = (who: string) => `${who} of Roles`;
  const ids: string[] = [];
  for (const who of ['Mia', 'Noa', 'Oli']) {
    const email = `${who.toLowerCase()}@roles.example.com`;
    ids.push((await control.post('/identities', { type: 'person', name: name(who), email })).id);
  }
  await control.post('/groups', { slug: 'roles', name: 'Roles' });
  const add = ids.slice(0, 2).map((identity) => ({ identity, role: 'member' }));
  await control.patch('/groups/roles/members', { add });
  const until = dayIn(40);

  await page.goto('/groups/roles');
  const members = page.getByRole('table', { name: 'Members of Roles' });
  await expectRowVisible(members, { Name: name('Mia'), Role: 'Member', Until: '—' });
  await choose(page, name('Mia'), 'Make lead');
  await expectRowVisible(members, {
    Name: name('Mia'),
    State: 'Will change',
    Role: 'Lead was member',
  });
  await choose(page, name('Noa'), 'Set end date…');
  const dated = page.getByRole('dialog', { name: `End date of ${name('Noa')}` });
  await dated.getByLabel('Until').fill(dayIn(-2));
  await dated.getByRole('button', { name: 'Stage end date' }).click();
  await expect(dated).toContainText('This day has passed.');
  await dated.getByLabel('Until').fill(until);
  await dated.getByRole('button', { name: 'Stage end date' }).click();
  await expectRowVisible(members, { Name: name('Noa'), State: 'Will change', Until: /\d{4}/ });

  await page.getByRole('button', { name: 'Add members' }).first().click();
  const adding = page.getByRole('dialog', { name: 'Add members to Roles' });
  await adding.getByRole('combobox', { name: 'People and service accounts' }).fill(name('Oli'));
  await page.getByRole('option', { name: name('Oli') }).click();
  await adding.getByRole('button', { name: 'Stage 1 member' }).click();
  const joining = rowOf(page.getByRole('table', { name: 'Members to add' }), name('Oli'));
  await joining.getByRole('combobox', { name: `Role of ${name('Oli')}` }).selectOption('Lead');
  await joining.getByLabel(`End date of ${name('Oli')}`).fill(until);
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Save members' }).click();
  await expectToast(page, '1 added · 2 changed');
  await expectRowVisible(members, { Name: name('Mia'), State: 'Active', Role: 'Lead', Until: '—' });
  await expectRowVisible(members, { Name: name('Noa'), Role: 'Member', Until: /\d{4}/ });
  await expectRowVisible(members, { Name: name('Oli'), Role: 'Lead', Until: /\d{4}/ });
  const { items } = await control.get('/groups/roles/members');
  const terms = items.map(
    (member: { identity: { id: string }; role: string; expiresAt: string }) => [
      ids.indexOf(member.identity.id),
      member.role,
      member.expiresAt?.slice(0, 10) ?? null,
    ],
  );
  expect(terms.sort()).toEqual([
    [0, 'lead', null],
    [1, 'member', until],
    [2, 'lead', until],
  ]);

  await choose(page, name('Oli'), 'Remove from group');
  await expectRowVisible(members, { Name: name('Oli'), State: 'Will be removed' });
  await page.getByRole('button', { name: 'Save members' }).click();
  await expectNoRow(members, { Name: name('Oli') });
});
