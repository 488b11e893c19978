import { makePerson } from './support/others';
import { expectNoRow, expectRowVisible, rowOf } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce' });

test('a leaver’s group and service account are handed over as everything of theirs ends', async ({
  page,
  control,
}) => {
  const { id } = await makePerson(control, {
    name: 'Lea Leaver',
    email: 'lea@leavers.example.com',
  });
  await makePerson(control, { name: 'Nia Next', email: 'nia@leavers.example.com' });
  await control.post('/groups', { slug: 'left', name: 'Left behind' });
  await control.post('/groups', { slug: 'kept', name: 'Kept on' });
  await control.patch('/groups/left/members', { add: [{ identity: id, role: 'lead' }] });
  const robot = await control.post('/groups/left/service-accounts', { name: 'Left robot' });
  await control.patch('/groups/kept/members', { add: [{ identity: robot.id }] });

  await page.goto(`/people/${id}`);
  await page.getByRole('link', { name: 'Offboard' }).click();
  const form = page.getByRole('form', { name: 'Offboard Lea Leaver' });
  const successor = form.getByRole('textbox', { name: 'Who leads Left behind from now on' });
  await successor.fill('nobody@leavers.example.com');
  await form
    .getByRole('combobox', { name: 'Who looks after Left robot from now on' })
    .selectOption('Leads of Kept on');
  await form.getByRole('textbox', { name: 'Reason' }).fill('retires');
  await form.getByRole('button', { name: 'Offboard Lea Leaver' }).click();
  await expect(successor).toHaveAccessibleDescription(/There is nobody of that email or id/);
  await expectAccessible(page);
  await successor.fill('nia@leavers.example.com');
  await form.getByRole('button', { name: 'Offboard Lea Leaver' }).click();

  const outcome = page.getByRole('main').getByRole('status');
  await expect(outcome).toContainText('Nothing of theirs works any more.');
  await expect(outcome).toContainText('Nia Next leads Left behind.');
  await expect(outcome).toContainText('Left robot belongs to Kept on.');
  await expectAccessible(page);
  expect(await control.get(`/identities/${id}`)).toMatchObject({ state: 'suspended', groups: [] });
  expect(await control.get(`/identities/${robot.id}`)).toMatchObject({ owner: { slug: 'kept' } });
});

test('a link on its way is listed, replaced and revoked', async ({ page, control }) => {
  const { link } = await makePerson(control, { name: 'Ola Open', email: 'ola@open.example.com' });
  await page.goto('/people');
  await page.getByRole('link', { name: 'Open invitations' }).click();
  const table = page.getByRole('table', { name: 'Open invitations' });
  await expectRowVisible(table, { Person: 'Ola Open', Link: 'First sign-in' });
  const row = rowOf(table, 'Ola Open');
  await row.getByRole('button', { name: 'New link for Ola Open' }).click();
  const shown = page.getByRole('alertdialog', { name: 'Invitation link for Ola Open' });
  const secret = shown.getByRole('textbox', { name: 'Secret' });
  // A value is read without waiting for what asks for a proof.
  await expect(secret).toBeVisible();
  const replaced = await secret.inputValue();
  expect(replaced).not.toContain(link);
  await shown.getByRole('checkbox', { name: 'I have stored it in a safe place' }).check();
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(row).toHaveCount(1);
  await row.getByRole('button', { name: 'Revoke the link of Ola Open' }).click();
  await expectToast(page, 'The link of Ola Open is revoked');
  await expectNoRow(table, { Person: 'Ola Open' });
  await page.context().clearCookies();
  await page.goto(replaced);
  await expect(page.getByText('This link does not work any more')).toBeVisible();
});
