import type { Page } from '@playwright/test';
import type { Control } from './support/control';
import { expectFocusRing } from './support/keys';
import { makePlaces } from './support/places';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { verifierOf } from './support/verify';

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' });
const query = (page: Page) => page.getByRole('combobox', { name: 'Query' });
const rows = (page: Page) => page.getByRole('table').getByRole('rowheader');

/** A token that is used once from an address, then suspended, and used from there again. */
async function makeUses(
  slug: string,
  ip: string,
  {
    control,
    person,
    verify,
  }: { control: Control; person: string; verify: ReturnType<typeof verifierOf> },
): Promise<string> {
  const { group } = await makePlaces(control, slug, person);
  const name = `used ${slug}`;
  const { token, secret } = await control.post('/tokens', { identity: person, group, name });
  const asked = { token: secret, api: slug, operation: 'listParcels', ip };
  expect(await verify(asked)).toBe('allowed');
  await control.post(`/tokens/${token.id}/suspend`, { reason: 'odd hours' });
  await expect.poll(() => verify(asked)).toBe('token_suspended');
  await expect
    .poll(async () => (await control.get(`/decisions?q=ip:${ip} outcome:denied`)).items.length)
    .toBeGreaterThan(0);
  return token.id;
}

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`at ${width} wide: what is found leads to what shares its address, and to a link that stays`, async ({
    page,
    context,
    request,
    control,
    administrator,
    verifierUrl,
  }) => {
    const verify = verifierOf(request, verifierUrl, administrator.managementToken);
    const ip = `198.51.100.${width % 250}`;
    const person = administrator.identityId;
    const token = await makeUses(`audit-${width}`, ip, { control, person, verify });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.setViewportSize({ width, height });
    await page.goto('/audit');

    await query(page).fill(`token:${token} outcome:denied`);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/outcome%3Adenied|outcome:denied/);
    // The address may change before the rows do, and others have rows like these.
    const mine = page.getByRole('row').filter({ hasText: `used audit-${width}` });
    await mine
      .getByRole('link', { name: /Denied: token suspended/ })
      .first()
      .click();
    await expect(details(page).getByRole('heading', { level: 2 })).toBeFocused();
    await expect(details(page)).toContainText('The token was suspended.');
    await expectAccessible(page);

    await details(page).getByRole('link', { name: 'Same address' }).click();
    await expect(details(page)).toBeHidden();
    await mine
      .getByRole('link', { name: /Allowed/ })
      .first()
      .click();
    await expect(details(page)).toContainText(`used audit-${width}`);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await details(page).getByRole('button', { name: 'Copy link' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(new URL(link).searchParams.get('to')).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);

    await page.goto(link);
    await expect(details(page)).toContainText(`used audit-${width}`);
    await details(page).getByRole('button', { name: 'Close' }).click();
    await expect(
      rows(page)
        .getByRole('link', { name: /Allowed/ })
        .first(),
    ).toBeFocused();
    await expectAccessible(page);
  });
}

test('a query is completed, asked, and its rows walked through by keys alone', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const person = administrator.identityId;
  await makeUses('audit-keys', '198.51.100.201', { control, person, verify });
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/audit');
  await expect(page.getByRole('list', { name: 'Outcome' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(query(page)).toBeFocused();
  await page.keyboard.type('kin');
  await expect(page.getByRole('option', { name: /^kind:/ })).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('option', { name: 'change' })).toBeVisible();
  await page.keyboard.type('change audit-keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('list', { name: 'Terms' }).getByRole('listitem')).toHaveCount(2);
  // The rows of the query before stay until those of this one are there.
  await expect(rows(page).getByRole('link', { name: /Allowed/ })).toHaveCount(0);

  await query(page).blur();
  await page.keyboard.press('j');
  const title = details(page).getByRole('heading', { level: 2 });
  await expect(title).toBeFocused();
  const newest = await title.textContent();
  await page.keyboard.press('j');
  await expect(title).not.toHaveText(newest ?? '');
  await page.keyboard.press('k');
  await expect(title).toHaveText(newest ?? '');
  await page.keyboard.press('Escape');
  await expect(details(page)).toBeHidden();
  const first = rows(page).getByRole('link').first();
  await expect(first).toBeFocused();
  await expectFocusRing(first);
});

test('what happens meanwhile comes in by itself, and waits while one reads', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const ip = '198.51.100.202';
  const person = administrator.identityId;
  await page.goto(`/audit?q=ip:${ip}`);
  await expect(page.getByText('Live', { exact: true })).toBeVisible();
  await makeUses('audit-live', ip, { control, person, verify });
  await expect(
    rows(page)
      .getByRole('link', { name: /Denied: token suspended/ })
      .first(),
  ).toBeVisible();
  await rows(page)
    .getByRole('link', { name: /Allowed/ })
    .first()
    .click();
  await expect(details(page)).toBeVisible();
  await verify({ token: 'kwp_unknown', api: 'audit-live', operation: 'listParcels', ip });
  await page.getByRole('button', { name: /^\d new$/ }).click();
  await expect(rows(page).getByRole('link', { name: /Denied: token malformed/ })).toBeVisible();
});
