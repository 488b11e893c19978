import { makePlaces } from './support/places';
import { acceptInvitation } from './support/session';
import { expect, expectAccessible, signedInTest as test, watchPage } from './support/test';
import { expectToast } from './support/toast';

test.use({ reducedMotion: 'reduce' });

test('somebody asks for operations by keyboard alone, and another person approves', async ({
  page,
  browser,
  baseURL,
  control,
  administrator,
}) => {
  const slug = 'requested';
  await makePlaces(control, slug, administrator.identityId);
  const email = 'ruth@requests.example.com';
  const { id } = await control.post('/identities', { type: 'person', name: 'Ruth', email });
  const { secret } = await control.post(`/identities/${id}/invite`, {});
  const context = await browser.newContext({ ...(baseURL && { baseURL }) });
  const theirs = await context.newPage();
  const complaints = await watchPage(theirs);
  await acceptInvitation(theirs, `/setup#${secret}`);

  await theirs.goto('/requests');
  await expect(theirs.getByText('You have asked for nothing yet')).toBeVisible();
  const ask = theirs.getByRole('link', { name: 'Ask for access' });
  await ask.focus();
  await theirs.keyboard.press('Enter');
  await theirs.getByRole('radio', { name: 'A group' }).focus();
  await theirs.keyboard.press('ArrowDown');
  await theirs.getByRole('combobox', { name: 'Operations' }).focus();
  // Other journeys have an operation of this name too: both words find the one.
  await theirs.keyboard.type(`${slug} listParcels`);
  const operation = theirs.getByRole('option', { name: `${slug} listParcels` });
  await expect(operation).toHaveAttribute('data-highlighted');
  await theirs.keyboard.press('Enter');
  await expect(theirs.getByRole('button', { name: `Remove ${slug} listParcels` })).toBeVisible();
  await expect(theirs.getByRole('radio', { name: `Group ${slug}` })).toBeChecked();
  await theirs.getByRole('textbox', { name: 'Reason' }).focus();
  await theirs.keyboard.type('lost parcels of this week');
  await expectAccessible(theirs);
  await theirs.getByRole('button', { name: 'Ask for access' }).focus();
  await theirs.keyboard.press('Enter');
  await expect(
    theirs.getByRole('heading', { level: 1, name: `Access to Group ${slug}` }),
  ).toBeVisible();
  await expect(theirs.getByRole('button', { name: 'Approve' })).toBeDisabled();

  await page.goto('/requests');
  await page
    .getByRole('list', { name: 'Waiting for you' })
    .getByRole('link', { name: `Access to Group ${slug}` })
    .click();
  const gained = page.getByRole('region', { name: 'What Ruth gains' });
  await expect(gained.getByText(`${slug} listParcels`)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Approve' }).click();
  const dialog = page.getByRole('dialog', { name: /^Approve/ });
  await dialog.getByLabel('Until').fill('2100-01-01');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expectToast(page, 'Approved');
  await expect(page.getByText('Lasts until')).toBeVisible();

  await theirs.reload();
  await expect(theirs.getByText('Lasts until')).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});

test('access that ends soon is asked to last longer from where its end is seen, and does', async ({
  page,
  browser,
  baseURL,
  control,
  administrator,
}) => {
  const slug = 'prolonged';
  const { group } = await makePlaces(control, slug, administrator.identityId);
  const email = 'rolf@requests.example.com';
  const { id } = await control.post('/identities', { type: 'person', name: 'Rolf', email });
  const expiresAt = new Date(Date.now() + 2.5 * 86_400_000).toISOString();
  await control.patch(`/groups/${group}/members`, { add: [{ identity: id, expiresAt }] });
  const { secret } = await control.post(`/identities/${id}/invite`, {});
  const context = await browser.newContext({ ...(baseURL && { baseURL }) });
  const theirs = await context.newPage();
  const complaints = await watchPage(theirs);
  await acceptInvitation(theirs, `/setup#${secret}`);

  await theirs.goto('/');
  const asking = theirs.getByRole('region', { name: 'Whom to ask' });
  await expect(asking.getByText(/^Ends in 2 days/)).toBeVisible();
  await expectAccessible(theirs);
  await asking.getByRole('link', { name: `Ask to extend Group ${slug}` }).click();
  await expect(theirs.getByText(/^Yours ends in 2 days/)).toBeVisible();
  await theirs.getByRole('textbox', { name: 'Reason' }).fill('the move takes longer');
  await theirs.getByLabel('Needed until').fill('2100-01-01');
  await expectAccessible(theirs);
  await theirs.getByRole('button', { name: 'Ask for access' }).click();
  const title = `Longer access to Group ${slug}`;
  await expect(theirs.getByRole('heading', { level: 1, name: title })).toBeVisible();
  await theirs.goto('/profile');
  await expect(theirs.getByRole('link', { name: `Asked to extend Group ${slug}` })).toBeVisible();
  await expectAccessible(theirs);

  await page.goto('/requests');
  await page
    .getByRole('list', { name: 'Waiting for you' })
    .getByRole('link', { name: title })
    .click();
  await expect(page.getByRole('region', { name: 'What Rolf keeps' })).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Approve' }).click();
  const dialog = page.getByRole('dialog', { name: /^Approve/ });
  await expect(dialog.getByText(`Rolf stays in Group ${slug}`)).toBeVisible();
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await expectToast(page, 'Approved');

  await theirs.reload();
  await expect(theirs.getByText(/Until in \d+ years/)).toBeVisible();
  await expect(theirs.getByText(/to extend/)).toHaveCount(0);
  expect(complaints).toEqual([]);
  await context.close();
});
