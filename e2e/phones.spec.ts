import type { Locator } from '@playwright/test';
import { makePlaces } from './support/places';
import { expect, signedInTest as test } from './support/test';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

/** What can be pressed in the list and is smaller than a finger finds: under 24 px high or wide. */
const tooSmall = (table: Locator) =>
  table.locator('a, button, label').evaluateAll((elements) =>
    elements.flatMap((element) => {
      const { width, height } = element.getBoundingClientRect();
      const isHidden = width === 0 && height === 0;
      return isHidden || (width >= 24 && height >= 24) ? [] : [`${element.outerHTML.slice(0, 80)}`];
    }),
  );

for (const [list, slug, path] of [
  ['Tokens', 'narrow-tokens', '/tokens?q=narrow'],
  ['Groups', 'narrow-groups', '/groups?q=narrow'],
  ['People and service accounts', 'narrow-people', '/people'],
  ['Members of Group narrow-members', 'narrow-members', '/groups/narrow-members'],
] as const) {
  test(`${list} stand in rows of two lines on a phone, and nothing of them is cut off`, async ({
    page,
    control,
    administrator,
  }) => {
    await makePlaces(control, slug, administrator.identityId);
    await page.goto(path);
    const table = page.getByRole('table', { name: list });
    const row = table.getByRole('row').last();
    await expect(row).toBeVisible();
    const scrolls = await table.evaluate((element) => {
      const box = element.closest('section');
      return box !== null && box.scrollWidth > box.clientWidth;
    });
    expect(scrolls).toBe(false);
    const { height } = (await row.boundingBox()) ?? { height: 0 };
    expect(height).toBeGreaterThan(44);
    expect(height).toBeLessThan(90);
    expect(await tooSmall(table)).toEqual([]);
  });
}

test('many filters are opened by one button on a phone, which says how many are chosen', async ({
  page,
}) => {
  await page.goto('/tokens?status=suspended');
  const filters = page.getByRole('button', { name: /^Filters/ });
  const status = page.getByRole('button', { name: /^Status/ });
  await expect(filters).toHaveText('Filters1');
  await expect(status).toBeHidden();
  const search = await page.getByRole('searchbox').boundingBox();
  for (const beside of [filters, page.getByRole('button', { name: 'View options' })]) {
    expect((await beside.boundingBox())?.y).toBe(search?.y);
  }
  await filters.click();
  await expect(filters).toHaveAttribute('aria-expanded', 'true');
  await status.click();
  await page.getByRole('checkbox', { name: 'Suspended' }).uncheck();
  await expect(filters).toHaveText('Filters');
});

test('the way out of a selection stands beside its actions on a phone', async ({
  page,
  control,
  administrator,
}) => {
  await makePlaces(control, 'chosen-tokens', administrator.identityId);
  await page.goto('/tokens?q=chosen-tokens');
  await page.getByRole('checkbox', { name: /^Select token chosen/ }).check();
  const bar = page.getByRole('toolbar', { name: 'Selected rows' });
  const revoke = await bar.getByRole('button', { name: 'Revoke' }).boundingBox();
  const clear = await bar.getByRole('button', { name: 'Clear selection' }).boundingBox();
  expect(clear?.x).toBeGreaterThan(revoke?.x ?? 390);
  expect(Math.abs((clear?.y ?? 0) - (revoke?.y ?? 99))).toBeLessThan(8);
});
