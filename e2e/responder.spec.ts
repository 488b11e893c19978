import { readFile } from 'node:fs/promises';
import { makeHolder } from './support/holders';
import { persona, WIDTHS } from './support/persona';
import { makePlaces } from './support/places';
import { expect, signedInTest as test } from './support/test';
import { verifierOf } from './support/verify';

test.use({ reducedMotion: 'reduce' });

for (const [width, height] of WIDTHS) {
  test.describe(`at ${width} px`, () => {
    test.use({ viewport: { width, height }, permissions: ['clipboard-read', 'clipboard-write'] });

    test('a leaked token in a piece of log is revoked everywhere, and what it touched is a link', async ({
      page,
      request,
      control,
      administrator,
      verifierUrl,
    }) => {
      const slug = `responder-${width}`;
      const places = await makePlaces(control, slug, administrator.identityId);
      const name = `leaked ${slug}`;
      const made = { identity: administrator.identityId, group: places.group, name };
      const { secret } = await control.post('/tokens', made);
      const verify = verifierOf(request, verifierUrl, administrator.managementToken);
      const ask = () => verify({ token: secret, api: slug, operation: 'listParcels' });
      expect(await ask()).toBe('allowed');
      await page.goto('/respond');
      const log = `10:31 GET /parcels 200 authorization="Bearer ${secret}"\n10:32 GET / 200`;
      await page.evaluate((text) => navigator.clipboard.writeText(text), log);
      const card = page.getByRole('article', { name: `Token ${name}` });

      const stop = persona(page, { task: 'pasted → revoked', interactions: 2, seconds: 8 });
      await stop.click(page.getByRole('button', { name: 'Paste', exact: true }));
      await stop.click(card.getByRole('button', { name: 'Revoke' }));
      await expect(card.getByRole('status')).toHaveText(/Denied on 1 of 1 verifier/);
      stop.finish();

      expect(await ask()).toBe('token_revoked');
      const attempts = card.getByRole('region', { name: `Attempts with ${name} since` });
      await expect(attempts).toContainText('1 denied attempt since');
      await expect(attempts).toContainText('203.0.113.5');

      const look = persona(page, {
        task: 'what did it touch in 24 h',
        interactions: 2,
        seconds: 15,
      });
      await look.click(card.getByRole('link', { name: 'What it touched in 24 hours' }));
      await expect(page).toHaveURL(/radius\?token=tok_\w+&from=.*&to=/);
      await look.click(page.getByRole('button', { name: 'Copy link' }));
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      look.finish();
      expect(copied).toBe(page.url());
      const operations = page.getByRole('table', { name: 'Operations' });
      await expect(operations).toContainText('listParcels');
      await expect(operations).toBeInViewport();
    });

    test('a lost laptop: all that somebody holds is stopped', async ({
      page,
      browser,
      baseURL,
      control,
      administrator,
    }) => {
      const slug = `laptop-${width}`;
      const name = `Lou of ${slug}`;
      await makePlaces(control, slug, administrator.identityId);
      const world = { browser, control, ...(baseURL && { baseURL }) };
      const { id } = await makeHolder(world, { name, group: slug });
      await page.goto('/respond');

      const stop = persona(page, { task: 'lost laptop', interactions: 3, seconds: 15 });
      await page.getByRole('searchbox', { name: /^Secret, token, person/ }).fill(name);
      await stop.press('Enter');
      await stop.use(page.getByRole('button', { name: `Stop everything ${name} holds` }));
      const asked = page.getByRole('alertdialog', { name: `Stop everything ${name} holds?` });
      await stop.use(asked.getByRole('button', { name: 'Stop everything' }));
      await expect(page.getByText('1 token revoked, 1 session ended.')).toBeVisible();
      stop.finish();
      // What was found is shown as it is now.
      await expect(page.getByText('0 live tokens, 0 open sessions')).toBeVisible();
      await expect(
        page.getByRole('article').getByText('Revoked', { exact: true }).first(),
      ).toBeVisible();
      await expect(page.getByRole('button', { name: /^Revoke / })).toHaveCount(0);
      const { items } = await control.get(`/tokens?identity=${id}`);
      expect(items).toMatchObject([{ status: 'revoked' }]);
    });

    test('everything from one address becomes a file', async ({
      page,
      request,
      control,
      administrator,
      verifierUrl,
    }) => {
      const slug = `address-${width}`;
      const ip = `198.51.100.${width % 256}`;
      const { group } = await makePlaces(control, slug, administrator.identityId);
      const made = { identity: administrator.identityId, group, name: slug };
      const { secret } = await control.post('/tokens', made);
      const verify = verifierOf(request, verifierUrl, administrator.managementToken);
      const asked = { token: secret, api: slug, operation: 'listParcels' };
      expect(await verify({ ...asked, ip })).toBe('allowed');
      const seen = async () => (await control.get(`/decisions?q=ip:${ip}`)).items.length;
      await expect.poll(seen).toBe(1);
      await page.goto('/audit');

      const look = persona(page, { task: 'all from one IP → CSV', interactions: 3, seconds: 20 });
      await page.getByRole('combobox', { name: 'Query' }).fill(`ip:${ip}`);
      await look.press('Enter');
      await expect(page.getByRole('table', { name: 'Decisions and changes' })).toContainText(slug);
      await look.use(page.getByRole('button', { name: 'Export' }));
      const loading = page.waitForEvent('download');
      await look.use(page.getByRole('link', { name: 'decisions as CSV' }));
      const file = await loading;
      look.finish();
      expect(file.suggestedFilename()).toMatch(/\.csv$/);
      const [, ...rows] = (await readFile(await file.path(), 'utf8')).trim().split('\n');
      expect(rows).toHaveLength(1);
      expect(rows[0]).toContain(ip);
    });
  });
}
