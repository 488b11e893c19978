import { readFile } from 'node:fs/promises';
import type { Control } from './support/control';
import { expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce' });

/** Makes a person for each name; `Mia of Merge` has the email `mia@merge.example.com`. */
async function makePeople(control: Control, place: string, names: readonly string[]) {
  const ids: Record<string, string> = {};
  for (const who of names) {
    const email = `${who.toLowerCase()}@${place.toLowerCase()}.example.com`;
    const made = await control.post('/identities', {
      ...{ type: 'person', name: `${who} of ${place}`, email },
    });
    ids[who] = made.id;
  }
  return ids;
}

test('edits that somebody else overtook are kept, merged and saved', async ({ page, control }) => {
  const ids = await makePeople(control, 'Merge', ['Mia', 'Noa', 'Oli']);
  await control.post('/groups', { slug: 'merge', name: 'Merge' });
  const members = '/groups/merge/members';
  await control.patch(members, { add: [{ identity: ids.Mia }, { identity: ids.Noa }] });

  await page.goto('/groups/merge');
  const table = page.getByRole('table', { name: 'Members of Merge' });
  for (const [who, entry] of [
    ['Mia', 'Make lead'],
    ['Noa', 'Remove from group'],
  ] as const) {
    await page.getByRole('button', { name: `Actions for ${who} of Merge` }).click();
    await page.getByRole('menuitem', { name: entry }).click();
  }
  const bar = page.getByRole('region', { name: 'Unsaved edits' });
  await expect(bar).toContainText('1 changed');
  await control.patch(members, { add: [{ identity: ids.Oli }], remove: [ids.Noa] });
  await bar.getByRole('button', { name: 'Save members' }).click();
  await expect(bar).toContainText('saved other members of this group since you began');
  await expect(bar).toContainText('Noa of Merge is no member any more.');
  await expectRowVisible(table, { Name: 'Mia of Merge', State: 'Will change' });
  await expectAccessible(page);
  await bar.getByRole('button', { name: 'Merge my edits' }).click();
  await expectRowVisible(table, { Name: 'Oli of Merge', State: 'Active' });
  await expect(bar.getByRole('status')).toHaveText('1 changed');
  await bar.getByRole('button', { name: 'Save members' }).click();
  await expectToast(page, 'Members of Merge saved');
  const { items } = await control.get(members);
  const roles = items.map((each: { identity: { name: string }; role: string }) => [
    each.identity.name,
    each.role,
  ]);
  expect(roles.sort()).toEqual([
    ['Mia of Merge', 'lead'],
    ['Oli of Merge', 'member'],
  ]);
});

test('members are copied from another group, and wrong lines come back as a report', async ({
  page,
  control,
}) => {
  const ids = await makePeople(control, 'Copies', ['Ada', 'Ben']);
  await control.post('/groups', { slug: 'copies-from', name: 'Copied from' });
  await control.post('/groups', { slug: 'copies-to', name: 'Copied to' });
  await control.patch('/groups/copies-from/members', {
    add: [{ identity: ids.Ada, role: 'lead' }, { identity: ids.Ben }],
  });

  await page.goto('/groups/copies-to');
  await page.getByRole('button', { name: 'Add members' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Add members to Copied to' });
  const from = dialog.getByRole('combobox', { name: 'Or copy the members of another group' });
  await from.fill('Copied fr');
  await page.getByRole('option', { name: 'Copied from' }).click();
  const list = dialog.getByRole('textbox', { name: 'Or paste a list' });
  await expect(list).toHaveValue(/^email,role,until\n/);
  await list.fill(`${await list.inputValue()}\n=nobody@copies.example.com,member,`);
  await dialog.getByRole('button', { name: 'Stage 3 members' }).click();
  await expect(dialog).toContainText('2 members staged; 1 entry could not be');
  await expectAccessible(page);
  const downloading = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Report' }).click();
  const report = await readFile(await (await downloading).path(), 'utf8');
  expect(report).toContain("'=nobody@copies.example.com");
  expect(report).toContain('There is nobody by this email or slug.');
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('button', { name: 'Save members' }).click();
  await expectToast(page, 'Members of Copied to saved');
});

test('a removal names the tokens that end with it, before it is saved', async ({
  page,
  control,
}) => {
  await control.post('/groups', { slug: 'named', name: 'Named' });
  await control.post('/identities', { type: 'service', name: 'Named bot', slug: 'named-bot' });
  await control.patch('/groups/named/members', { add: [{ identity: 'named-bot' }] });
  const ends: string[] = [];
  for (const name of ['job 1', 'job 2', 'job 3', 'job 4', 'job 5']) {
    const input = { identity: 'named-bot', group: 'named', name };
    ends.push(`${name} ••${(await control.post('/tokens', input)).token.last4}`);
  }

  await page.goto('/groups/named');
  await page.getByRole('button', { name: 'Actions for Named bot' }).click();
  await page.getByRole('menuitem', { name: 'Remove from group' }).click();
  const bar = page.getByRole('region', { name: 'Unsaved edits' });
  await expect(bar).toContainText(`Revoked: ${ends.slice(0, 3).join(', ')} and 2 more`);
  await bar.getByRole('button', { name: 'Review' }).click();
  const ending = page.getByRole('region', { name: 'Tokens that are revoked' });
  await expect(ending.getByRole('heading')).toHaveText('5 tokens are revoked');
  await expect(ending.getByRole('listitem')).toHaveCount(5);
  for (const end of ends) await expect(ending).toContainText(end.replace(' ••', '••'));
  await expectAccessible(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectAccessible(page);
});
