import type { Page } from '@playwright/test';
import { makePerson, newBrowser } from './support/others';
import { acceptInvitation, PASSWORD, submitSignIn } from './support/session';
import { expectNoRow, expectRowVisible, rowOf } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce' });

const overview = (page: Page) => page.getByRole('heading', { level: 1, name: 'Overview' });

/** Creates a token that acts for who is signed in. */
async function mintOwn(page: Page, group: string, purpose: string): Promise<void> {
  await page.goto(`/tokens/new?group=${group}`);
  await page.getByRole('textbox', { name: 'Purpose' }).fill(purpose);
  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('alertdialog', { name: `${purpose} is ready` });
  await dialog.getByRole('checkbox', { name: 'I have stored it in a safe place' }).check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { level: 1, name: purpose })).toBeVisible();
}

test('an invitation is shown once, opened once, and leads in; stopping the person leads out', async ({
  page,
  browser,
  baseURL,
  control,
}) => {
  const name = 'Ines Invited';
  const email = 'ines@invited.example.com';
  await page.goto('/people/new');
  await page.getByRole('textbox', { name: 'Name' }).fill(name);
  await page.getByRole('textbox', { name: 'Email' }).fill(email);
  await page.getByRole('button', { name: 'Create person' }).click();
  const shown = page.getByRole('alertdialog', { name: `Invitation link for ${name}` });
  const secret = shown.getByRole('textbox', { name: 'Secret' });
  // A value is read without waiting for what asks for a proof.
  await expect(secret).toBeVisible();
  const link = await secret.inputValue();
  await expectAccessible(page);
  await shown.getByRole('checkbox', { name: 'I have stored it in a safe place' }).check();
  await shown.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  const [, code = ''] = link.split('#');
  expect(code).not.toBe('');
  expect(await page.content()).not.toContain(code);
  const id = page.url().split('/').at(-1) ?? '';
  const policy = { whoMayMint: 'members' };
  await control.post('/groups', { slug: 'invited', name: 'Invited', policy });
  await control.patch('/groups/invited/members', { add: [{ identity: id }] });

  const theirs = await newBrowser(browser, baseURL);
  await acceptInvitation(theirs.page, link);
  await mintOwn(theirs.page, 'invited', 'of Ines');
  await page.goto('/people?q=Ines');
  await expectRowVisible(page.getByRole('table', { name: 'People and service accounts' }), {
    Name: name,
    'Email or slug': email,
    State: 'Active',
    'Live tokens': '1',
    Sessions: '1',
  });

  await page.getByRole('link', { name }).click();
  await page.getByRole('button', { name: 'Stop everything' }).click();
  const asked = page.getByRole('alertdialog', { name: `Stop everything ${name} holds?` });
  await expect(asked).toContainText('1 live token');
  await expectAccessible(page);
  await asked.getByRole('button', { name: 'Stop everything' }).click();
  await expectToast(page, `Everything ${name} held is stopped`);
  await expectToast(page, '1 token revoked, 1 session ended.');
  const { items } = await control.get(`/tokens?identity=${id}`);
  expect(items).toMatchObject([{ name: 'of Ines', status: 'revoked' }]);
  await theirs.page.getByRole('link', { name: 'Tokens' }).first().click();
  await expect(theirs.page.getByText('Your session has ended')).toBeVisible();

  await theirs.page.goto(link);
  await expect(theirs.page.getByText('This link does not work any more')).toBeVisible();
  await theirs.page.goto('/sign-in');
  await submitSignIn(theirs.page, email, PASSWORD);
  await expect(overview(theirs.page)).toBeVisible();
  await theirs.page.goto('/profile?tab=security');
  await theirs.page.getByRole('textbox', { name: 'Name' }).fill('Ines Renamed');
  await theirs.page.getByRole('button', { name: 'Save name' }).click();
  await expect(theirs.page.getByRole('heading', { level: 1, name: 'Ines Renamed' })).toBeVisible();
  await theirs.close();
});

test('one session is ended from its row, the others at once, and a suspended person stays out', async ({
  page,
  browser,
  baseURL,
  control,
}) => {
  const person = { name: 'Sven Sessions', email: 'sven@sessions.example.com' };
  const { id, link } = await makePerson(control, person);
  const linux = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/130.0.0.0 Safari/537.36';
  const windows =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:132.0) Gecko/20100101 Firefox/132.0';
  const own = await newBrowser(browser, baseURL, linux);
  await acceptInvitation(own.page, link);
  const others = [];
  for (const userAgent of [windows, linux]) {
    const other = await newBrowser(browser, baseURL, userAgent);
    await other.page.goto('/sign-in');
    await submitSignIn(other.page, person.email, PASSWORD);
    await expect(overview(other.page)).toBeVisible();
    others.push(other);
  }

  await own.page.goto('/settings/sessions');
  const sessions = own.page.getByRole('table', { name: 'Your sessions' });
  await expect(sessions.getByRole('rowheader')).toHaveCount(3);
  await expectRowVisible(sessions, { Browser: /Chrome.*Linux.*This one/, Address: '127.0.0.1' });
  await rowOf(sessions, 'Firefox')
    .getByRole('button', { name: /^End session/ })
    .click();
  await expectToast(own.page, 'Session ended');
  await expectNoRow(sessions, { Browser: /Firefox/ });
  await own.page.getByRole('button', { name: 'End the other one' }).click();
  await expectToast(own.page, '1 other session ended');
  await expect(sessions.getByRole('rowheader')).toHaveCount(1);
  for (const other of others) {
    await other.page.getByRole('link', { name: 'Settings' }).first().click();
    await expect(other.page.getByText('Your session has ended')).toBeVisible();
    await other.close();
  }

  await page.goto(`/people/${id}`);
  await page.getByRole('button', { name: 'Suspend' }).click();
  const asked = page.getByRole('alertdialog', { name: `Suspend ${person.name}?` });
  await asked.getByRole('button', { name: 'Suspend' }).click();
  await expectToast(page, `${person.name} is suspended`);
  await own.page.reload();
  await expect(own.page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible();
  await page.getByRole('button', { name: 'Resume' }).click();
  await expectToast(page, `${person.name} is active`);
  await submitSignIn(own.page, person.email, PASSWORD);
  await expect(own.page.getByRole('heading', { level: 1, name: 'Settings' })).toBeVisible();
  await own.close();
});
