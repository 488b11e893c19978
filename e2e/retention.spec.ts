import { expect, expectAccessible, signedInTest as test } from './support/test';

test('how long history is kept is changed with what that drops in sight, and held', async ({
  page,
  control,
}) => {
  await page.goto('/settings/retention');
  const form = page.getByRole('form', { name: 'How long history is kept' });
  const save = form.getByRole('button', { name: 'Save' });
  await expect(save).toHaveAccessibleDescription(/^Nothing has changed/);
  await expect(page.getByRole('region', { name: 'What was dropped' })).toContainText(
    'Nothing was dropped yet',
  );

  await form.getByLabel('Decisions', { exact: true }).selectOption({ label: 'Other…' });
  await form.getByLabel('Decisions: number').fill('29');
  await expect(form.getByRole('status')).toHaveText(/from 30 to 3,650/);
  await form.getByLabel('Decisions: number').fill('45');
  await expect(form.getByRole('status')).toHaveText('Nothing of what is kept now goes by it.');
  await expectAccessible(page);
  await save.click();
  await expect(page.getByText('How long history is kept is saved')).toBeVisible();
  expect((await control.get('/retention')).policy).toMatchObject({ decisionsDays: 45 });
  await expect(save).toHaveAccessibleDescription(/^Nothing has changed/);

  await form.getByLabel('Hold').fill('the lawsuit of spring');
  await expect(form.getByRole('status')).toHaveText('Nothing is dropped while the hold stands.');
  await save.click();
  await expect(page.getByText('Nothing is dropped at present')).toBeVisible();
  await expect(page.getByRole('table', { name: 'What goes next' })).toContainText(
    'hold: the lawsuit of spring',
  );
  await expectAccessible(page);

  await form.getByLabel('Hold').fill('');
  await form.getByLabel('Decisions', { exact: true }).selectOption({ label: '400 days' });
  await save.click();
  await expect(page.getByText('Nothing is dropped at present')).toBeHidden();
  const { policy } = await control.get('/retention');
  expect(policy).toEqual({ decisionsDays: 400, noticesDays: 400, holdReason: null });
});
