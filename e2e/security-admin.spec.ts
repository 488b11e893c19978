import { ageTokens } from './support/ageing';
import { makeHolder } from './support/holders';
import { persona, WIDTHS } from './support/persona';
import { makePlaces } from './support/places';
import { expect, signedInTest as test } from './support/test';
import { verifierOf } from './support/verify';

test.use({ reducedMotion: 'reduce' });

for (const [width, height] of WIDTHS) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height } });

    test('all that a leaver holds is revoked', async ({
      page,
      browser,
      baseURL,
      request,
      control,
      administrator,
      verifierUrl,
    }) => {
      const slug = `leaver-${width}`;
      const name = `Lee of ${slug}`;
      await makePlaces(control, slug, administrator.identityId);
      const world = { browser, control, ...(baseURL && { baseURL }) };
      const { secret } = await makeHolder(world, { name, group: slug });
      const verify = verifierOf(request, verifierUrl, administrator.managementToken);
      const ask = () => verify({ token: secret, api: slug, operation: 'listParcels' });
      expect(await ask()).toBe('allowed');
      await page.goto('/');

      const stop = persona(page, { task: 'a leaver’s tokens', interactions: 4, seconds: 20 });
      await stop.find(name, new RegExp(`^${name}`));
      await stop.use(page.getByRole('button', { name: 'Stop everything' }));
      const asked = page.getByRole('alertdialog', { name: `Stop everything ${name} holds?` });
      await stop.use(asked.getByRole('button', { name: 'Stop everything' }));
      await expect(page.getByText('1 token revoked, 1 session ended.').first()).toBeVisible();
      stop.finish();
      expect(await ask()).toBe('token_revoked');
    });

    test('who can call an operation, and through which group', async ({
      page,
      control,
      administrator,
    }) => {
      const slug = `callers-${width}`;
      await makePlaces(control, slug, administrator.identityId);
      const path = `/invoices-${width}/{id}`;
      const operation = { name: 'deleteInvoice', method: 'DELETE', pathTemplate: path };
      await control.post(`/apis/${slug}/operations`, operation);
      const name = 'invoices:delete';
      await control.post('/scopes', { api: slug, name, operations: ['deleteInvoice'] });
      await control.put(`/groups/${slug}/scopes`, { scopes: [`${slug}/${name}`] });
      await page.goto('/');

      const look = persona(page, { task: 'who can call', interactions: 2, seconds: 10 });
      await look.find(`DELETE ${path}`, /^DELETE \/invoices/);
      await expect(page.getByRole('status').filter({ hasText: 'can call it now' })).toHaveText(
        '1 person, 0 service accounts, 1 token can call it now',
      );
      const groups = page.getByRole('table', { name: 'Groups that hold it' });
      await expect(groups).toContainText(`Group ${slug}`);
      await expect(groups).toContainText(name);
      look.finish();
    });
  });
}

test('tokens that can change something and were not used for 90 days are found and suspended', async ({
  page,
  stage,
  control,
  administrator,
}) => {
  const slug = 'dormant';
  const identity = administrator.identityId;
  await makePlaces(control, slug, identity);
  const operation = { name: 'purgeParcels', method: 'DELETE', pathTemplate: '/parcels' };
  await control.post(`/apis/${slug}/operations`, operation);
  await control.post('/scopes', {
    ...{ api: slug, name: 'parcels:purge', operations: ['purgeParcels'] },
  });
  await control.put(`/groups/${slug}/scopes`, { scopes: [`${slug}/parcels:purge`] });
  await control.patch(`/groups/${slug}`, { policy: { maxTtlSeconds: 300 * 86_400 } });
  // One after the other: what needs attention is the same for all of a product.
  for (const [width, height] of WIDTHS) {
    await page.setViewportSize({ width, height });
    const ids: string[] = [];
    for (const which of ['first', 'second']) {
      const made = { identity, group: slug, name: `${which} at ${width}`, ttlSeconds: 86_400 };
      ids.push((await control.post('/tokens', made)).token.id);
    }
    await ageTokens(stage.dataDirectory, ids, 100);
    await page.goto('/');

    const find = persona(page, {
      ...{ task: 'powerful, unused for 90 days → suspended', interactions: 4, seconds: 30 },
    });
    await find.use(page.getByRole('link', { name: '2 tokens powerful and unused for 90 days' }));
    const table = page.getByRole('table', { name: 'Tokens' });
    await expect(table.getByRole('rowheader')).toHaveCount(2);
    await find.use(page.getByRole('checkbox', { name: 'Select all rows on this page' }), 'Space');
    const selected = page.getByRole('toolbar', { name: 'Selected rows' });
    await find.use(selected.getByRole('button', { name: 'Suspend' }));
    const dialog = page.getByRole('dialog', { name: 'Suspended: 2 of 2 tokens' });
    await find.use(dialog.getByRole('button', { name: 'Close' }).last());
    await expect(page.getByText('No tokens match')).toBeVisible();
    find.finish();
    for (const id of ids) expect((await control.get(`/tokens/${id}`)).status).toBe('suspended');
  }
});
