import { makePlaces } from './support/places';
import { expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';

test.use({ reducedMotion: 'reduce' });

test('why a token may call an operation is one click away, and what closes it is named', async ({
  page,
  control,
  administrator,
}) => {
  const { token } = await makePlaces(control, 'why', administrator.identityId);
  await page.goto(`/tokens/${token}`);
  await page.getByRole('button', { name: 'Why: listParcels' }).click();
  const popup = page.getByRole('dialog', { name: 'Why' });
  await expect(popup.getByRole('status')).toContainText('Allowed: token why may call listParcels');
  await expect(popup.getByRole('listitem')).toContainText([
    ...['listParcels', 'parcels:read', 'Group why', 'Ada Byron', 'token why'],
  ]);
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await expect(popup).toBeHidden();

  await control.post('/groups/why/freeze', {});
  const asking = page.getByRole('form', { name: 'Explain access' });
  await asking.getByRole('textbox', { name: 'Operation' }).fill('GET /parcels');
  await asking.getByRole('textbox', { name: 'API' }).fill('why');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/why=GET/);
  await expect(page.getByText('Denied (group_frozen)')).toBeVisible();
  await expect(page.getByText('Group why is frozen.')).toBeVisible();
  await expectAccessible(page);
  await control.post('/groups/why/unfreeze', {});

  await page.getByRole('link', { name: 'Who else can call it' }).click();
  const callers = page.getByRole('table', { name: 'People and service accounts that can call it' });
  await expectRowVisible(callers, { Who: 'Ada Byron', Group: 'Group why', Tokens: 'token why' });
});

test('a mistyped operation is said at its field, and a token never reaches an address', async ({
  page,
  control,
  administrator,
}) => {
  const { person, group } = await makePlaces(control, 'why-not', administrator.identityId);
  await page.goto(`/people/${person}`);
  const operation = page.getByRole('textbox', { name: 'Operation' });
  await operation.fill('listParcel');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('No API has an operation “listParcel”.')).toBeVisible();
  await expect(operation).toHaveValue('listParcel');
  const opened = page.getByRole('table', { name: 'Operations that Ada Byron may call' });
  await page.getByRole('searchbox', { name: 'Search name, path, summary' }).fill('listParcels');
  await expectRowVisible(opened, { API: 'API why-not', 'Through group': 'Group why-not' });
  await expectAccessible(page);

  await page.goto(`/groups/${group}?tab=scopes`);
  await operation.fill(`kwp_${'a'.repeat(36)}`);
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(operation).toBeFocused();
  expect(page.url()).not.toContain('kwp_');
  await operation.fill('listParcels');
  await page.getByRole('textbox', { name: 'API' }).fill('why-not');
  await page.getByRole('button', { name: 'Explain', exact: true }).click();
  await expect(page.getByText('Allowed: Group why-not may call listParcels')).toBeVisible();
});
