import type { Response } from '@playwright/test';
import { acceptInvitation } from './support/session';
import { expect, signedInTest } from './support/test';

const idOf = (response: Response | null) => response?.headers()['x-request-id'] ?? 'no id';

signedInTest('a form’s refusal shows the id that its answer bears', async ({ page, control }) => {
  await control.post('/groups', { slug: 'named-twice', name: 'Named twice' });
  await page.goto('/groups/new');
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Named twice');
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByRole('button', { name: 'Create group' }).click();
  const id = idOf(await answered);
  expect(id).toMatch(/^req_[0-9a-z]{26}$/);
  const refusal = page.getByRole('alert').filter({ hasText: 'already_exists' });
  await expect(refusal.getByText(id, { exact: true })).toBeVisible();
});

signedInTest(
  'a page that is refused shows the id that the audit log has',
  async ({ browser, baseURL, control }) => {
    const person = { type: 'person', name: 'Rita Refused', email: 'rita@example.com' };
    const { id: identity } = await control.post('/identities', person);
    const { secret } = await control.post(`/identities/${identity}/invite`, {});
    const context = await browser.newContext({ baseURL: baseURL ?? '' });
    const page = await context.newPage();
    await acceptInvitation(page, `/setup#${secret}`);
    const id = idOf(await page.goto('/settings/verifiers'));
    await expect(page.getByText('You don’t have access to this')).toBeVisible();
    await expect(page.getByText(id, { exact: true })).toBeVisible();
    await expect
      .poll(async () => {
        const { items } = await control.get(`/audit?q=actor:${identity}&limit=200`);
        return items.map((event: { request: { id: string } }) => event.request.id);
      })
      .toContain(id);
    await context.close();
  },
);
