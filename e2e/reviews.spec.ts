import { readFile } from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { acceptInvitation } from './support/session';
import { expectRowVisible, rowOf } from './support/table';
import { expect, expectAccessible, signedInTest as test, watchPage } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce' });

const PHONE = { width: 390, height: 844 };

/** The menu says how many wait, and leads there. */
async function openByMenu(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: 'Open navigation' }).click();
  const entry = page.getByRole('link', { name: 'Reviews 1 waiting' });
  await expect(entry).toBeVisible();
  await expectAccessible(page);
  await entry.click();
}

test('a lead reviews a group on a phone, and an administrator applies it and takes the evidence', async ({
  page,
  browser,
  baseURL,
  control,
}) => {
  const slug = 'reviewed';
  await control.post('/groups', { slug, name: 'Reviewed' });
  const [lead, ...members] = await Promise.all(
    ['Lena', 'Max', 'Mia'].map(async (name) => {
      const email = `${name.toLowerCase()}@reviews.example.com`;
      const { id } = await control.post('/identities', { type: 'person', name, email });
      return id as string;
    }),
  );
  await control.patch(`/groups/${slug}/members`, {
    add: [{ identity: lead, role: 'lead' }, ...members.map((identity) => ({ identity }))],
  });
  const { secret } = await control.post(`/identities/${lead}/invite`, {});

  await page.goto('/reviews');
  await page.getByRole('link', { name: 'Start reviewing' }).first().click();
  await page.getByRole('textbox', { name: 'Name' }).fill('Access of Reviewed');
  await page.getByRole('radio', { name: 'Some groups' }).check();
  await page.getByRole('combobox', { name: 'Chosen groups' }).fill('Reviewed');
  await page.getByRole('option', { name: 'Reviewed reviewed', exact: true }).click();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Create campaign' }).click();
  const title = 'Access of Reviewed · 1';
  await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
  const review = page.url();

  const context = await browser.newContext({ ...(baseURL && { baseURL }), viewport: PHONE });
  const theirs = await context.newPage();
  const complaints = await watchPage(theirs);
  await acceptInvitation(theirs, `/setup#${secret}`);
  await openByMenu(theirs);
  await theirs.getByRole('link', { name: title }).click();
  await expect(theirs.getByRole('button', { name: 'Close now' })).toBeDisabled();
  await theirs.getByRole('button', { name: 'One by one' }).click();
  const first = theirs.getByRole('dialog', { name: 'Max in Reviewed' });
  await expect(first.getByText('Never')).toBeVisible();
  await expectAccessible(theirs);
  await first.getByRole('button', { name: 'Keep' }).click();
  const second = theirs.getByRole('dialog', { name: 'Mia in Reviewed' });
  await second.getByRole('button', { name: 'End', exact: true }).click();
  const asked = theirs.getByRole('dialog', { name: 'End: Mia in Reviewed' });
  await asked.getByRole('textbox', { name: 'Note' }).fill('left the team');
  await expectAccessible(theirs);
  await asked.getByRole('button', { name: 'End', exact: true }).click();
  await expectToast(theirs, '1 membership to end');
  const entries = theirs.getByRole('table', { name: 'Memberships' });
  await expectRowVisible(entries, { Member: /Mia/, Decision: 'End' });
  await expect(theirs.getByText('2 of 3 decided')).toBeVisible();
  await theirs.getByRole('button', { name: 'Lena', exact: true }).click();
  const own = theirs.getByRole('dialog', { name: 'Lena in Reviewed' });
  await expect(own.getByRole('button', { name: 'Keep' })).toBeDisabled();
  expect(complaints).toEqual([]);
  await context.close();

  await page.goto(`${review}?tab=groups`);
  const groups = page.getByRole('table', { name: 'Groups' });
  await expectRowVisible(groups, { Group: 'Reviewed', Reviewers: 'Lena', 'To end': '1' });
  await rowOf(groups, 'Reviewed').getByRole('button', { name: 'Actions for Reviewed' }).click();
  await page.getByRole('menuitem', { name: 'Apply now…' }).click();
  const confirm = page.getByRole('alertdialog', { name: 'Apply what was decided in Reviewed?' });
  await expectAccessible(page);
  await confirm.getByRole('button', { name: 'Apply now' }).click();
  await expectToast(page, 'Applied');
  await expectRowVisible(groups, { Group: 'Reviewed', Applied: '2' });
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Export CSV' }).click();
  const file = await (await downloading).path();
  expect(await readFile(file, 'utf8')).toMatch(/Mia,.*,end,.*Lena,.*left the team,ended/);
  const { items } = await control.get(`/groups/${slug}/members`);
  expect(items.map((each: { identity: { name: string } }) => each.identity.name).sort()).toEqual([
    'Lena',
    'Max',
  ]);
});
