import { readFile } from 'node:fs/promises';
import { makePlaces } from './support/places';
import { expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';
import { verifierOf } from './support/verify';

test.use({ reducedMotion: 'reduce' });

test('an incident begins with what was stopped, gathers notes and other stops, and ends as a report', async ({
  page,
  control,
  administrator,
}) => {
  const slug = 'incident';
  const { token } = await makePlaces(control, slug, administrator.identityId);
  await page.goto('/respond');
  await page.getByRole('searchbox', { name: /^Secret, token, person/ }).fill(String(token));
  await page.keyboard.press('Enter');
  const card = page.getByRole('article', { name: `Token token ${slug}` });
  await card.getByRole('button', { name: 'Revoke' }).click();
  await card.getByRole('link', { name: 'Open an incident' }).click();

  await expect(page.getByRole('textbox', { name: 'What happened?' })).toHaveValue(
    `Leaked token token ${slug}`,
  );
  await page.getByRole('textbox', { name: 'First note' }).fill('Seen in a paste.');
  await page.getByRole('button', { name: 'Open incident' }).click();
  const timeline = page.getByRole('region', { name: 'Timeline' }).getByRole('listitem');
  await expect(timeline).toHaveCount(3);
  await expect(timeline.filter({ hasText: 'tokens.revoke' })).toContainText(
    'Confirmed by 1 verifier',
  );
  await expect(timeline.filter({ hasText: 'Blast radius' })).toContainText(`token ${slug}`);
  await expectAccessible(page);

  await control.post(`/groups/${slug}/freeze`, { reason: 'To be sure.' });
  await page.getByRole('textbox', { name: 'Note' }).fill('The laptop was found.');
  await page.getByRole('button', { name: 'Add note' }).click();
  await expect(timeline).toHaveCount(4);
  await page.getByRole('button', { name: `Attach: Froze the group Group ${slug}` }).click();
  await expect(timeline.filter({ hasText: 'groups.freeze' })).toContainText('To be sure.');

  await page.getByRole('button', { name: 'Close incident' }).click();
  const dialog = page.getByRole('dialog', { name: `Close Leaked token token ${slug}` });
  await dialog.getByRole('textbox', { name: 'Summary' }).fill('It leaked, and was revoked.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Close incident' }).click();
  await expect(page.getByRole('region', { name: 'Summary' })).toContainText('It leaked');
  await expect(page.getByRole('button', { name: 'Add note' })).toHaveCount(0);
  await expectAccessible(page);

  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: 'NDJSON' }).click();
  const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).kind)).toHaveLength(5);
  await page.getByRole('link', { name: 'Incidents' }).first().click();
  await expectRowVisible(page.getByRole('table', { name: 'Incidents' }), {
    Incident: `Leaked token token ${slug}`,
    State: /^Closed/,
  });
});

test('an API is frozen with a reason and an end, and nothing of it is allowed until it is unfrozen', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const slug = 'freezing-api';
  await makePlaces(control, slug, administrator.identityId);
  const made = { identity: administrator.identityId, group: slug, name: 'caller' };
  const { secret } = await control.post('/tokens', made);
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const ask = () => verify({ token: secret, api: slug, operation: 'listParcels' });
  expect(await ask()).toBe('allowed');
  await page.goto(`/apis/${slug}`);
  await page.getByRole('button', { name: `Freeze API ${slug}` }).click();
  const dialog = page.getByRole('alertdialog', { name: `Freeze API ${slug}?` });
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('It leaks parcels.');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Freeze API' }).click();
  await expectToast(page, `API ${slug} is frozen`);
  await expect(page.getByText('It ends by itself on')).toBeVisible();
  await expect(page.getByText('Reason: It leaks parcels.')).toBeVisible();
  await expect.poll(ask).toBe('api_frozen');
  await expectAccessible(page);
  await page.getByRole('button', { name: `Unfreeze API ${slug}` }).click();
  await expectToast(page, `API ${slug} is active`);
  await expect.poll(ask).toBe('allowed');
});

test('everything used from a network is counted, and revoked as one after its count was typed', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const slug = 'several';
  const { group, person } = await makePlaces(control, slug, administrator.identityId);
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const secrets: string[] = [];
  for (let index = 0; index < 11; index += 1) {
    const made = { identity: person, group, name: `several ${index}` };
    const { secret } = await control.post('/tokens', made);
    secrets.push(secret);
    const asked = { token: secret, api: slug, operation: 'listParcels' };
    expect(await verify({ ...asked, ip: `192.0.2.${200 + index}` })).toBe('allowed');
  }
  const used = async () => (await control.get('/tokens/matching?usedFrom=192.0.2.128/25')).count;
  await expect.poll(used).toBe(11);

  await page.goto('/respond/several');
  await page.getByRole('textbox', { name: 'Used from' }).fill('192.0.2.128/25');
  await page.keyboard.press('Enter');
  const listed = page.getByRole('list', { name: 'Tokens that match' }).getByRole('listitem');
  await expect(listed).toHaveCount(11);
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Revoke 11 tokens' }).click();
  const dialog = page.getByRole('alertdialog', { name: 'Revoke 11 tokens?' });
  await dialog.getByRole('textbox', { name: 'Type 11 to confirm' }).fill('11');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Revoke 11 tokens' }).click();
  await expect(page.getByRole('main').getByRole('status')).toHaveText(/Denied on 1 of 1 verifier/);
  const [secret = ''] = secrets;
  expect(await verify({ token: secret, api: slug, operation: 'listParcels' })).toBe(
    'token_revoked',
  );
});
