import type { Page } from '@playwright/test';
import type { Control } from './support/control';
import { pasteSecret, secretField } from './support/paste';
import { makePlaces } from './support/places';
import { expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';
import { verifierOf } from './support/verify';

// So that axe sees no dialog half faded in.
test.use({ reducedMotion: 'reduce' });

const RECEIPT = /Denied on 1 of 1 verifier/;

interface Leaked {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
}

/** A token in a group of its own, with the secret that leaks. */
async function makeLeaked(control: Control, slug: string, person: string): Promise<Leaked> {
  const places = await makePlaces(control, slug, person);
  const name = `leaked ${slug}`;
  const made = await control.post('/tokens', { identity: person, group: places.group, name });
  return { id: made.token.id, name, secret: made.secret };
}

const cardOf = (page: Page, { name }: Leaked) =>
  page.getByRole('article', { name: `Token ${name}` });

/** How often the log says that the token was revoked. */
async function revocations(control: Control, { id }: Leaked): Promise<number> {
  const { items } = await control.get(`/audit?q=action:tokens.revoke%20target:${id}`);
  return items.length;
}

test('a pasted secret is revoked from its card with a receipt, and taken back', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const leaked = await makeLeaked(control, 'respond-paste', administrator.identityId);
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const ask = () =>
    verify({ token: leaked.secret, api: 'respond-paste', operation: 'listParcels' });
  expect(await ask()).toBe('allowed');

  await page.goto('/respond');
  const field = secretField(page);
  await field.click();
  await pasteSecret(page, leaked.secret);
  const card = cardOf(page, leaked);
  await expect(card).toContainText('Ada Byron in Group respond-paste');
  await expect(card).toContainText('listParcels');
  await expect(field).toHaveValue('');
  expect(await page.content()).not.toContain(leaked.secret);
  expect(page.url()).not.toContain(leaked.secret);
  await expectAccessible(page);

  await card.getByRole('button', { name: 'Revoke' }).click();
  await expect(card.getByRole('status')).toHaveText(RECEIPT);
  expect(await ask()).toBe('token_revoked');
  await card.getByRole('button', { name: 'Undo' }).click();
  await expectToast(page, `${leaked.name} works as before`);
  await expect.poll(ask).toBe('allowed');
});

test('on a phone: Paste, then Revoke in a bar that is on the first screen; the secret stays in the browser', async ({
  page,
  context,
  control,
  administrator,
}) => {
  const leaked = await makeLeaked(control, 'respond-phone', administrator.identityId);
  const sent: string[] = [];
  page.on('request', (request) => {
    sent.push(`${request.url()} ${request.postData()} ${JSON.stringify(request.headers())}`);
  });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/groups');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.evaluate((text) => navigator.clipboard.writeText(text), leaked.secret);
  await page.getByRole('link', { name: 'Respond to an incident' }).click();

  await page.getByRole('button', { name: 'Paste', exact: true }).click();
  const card = cardOf(page, leaked);
  const revoke = card.getByRole('button', { name: 'Revoke' });
  await expect(revoke).toBeInViewport({ ratio: 1 });
  await expect(card).toContainText('Ada Byron in Group respond-phone · never used');
  await expect(card.getByText('listParcels')).toBeHidden();
  await card.getByRole('button', { name: 'What it opens, and how it was used' }).click();
  await expect(card.getByText('listParcels')).toBeVisible();
  await expect(revoke).toBeInViewport({ ratio: 1 });
  await expectAccessible(page);

  await revoke.click();
  await expect(card.getByRole('status')).toHaveText(RECEIPT);
  await expect(card.getByRole('status')).toBeInViewport({ ratio: 1 });
  expect(sent.filter((request) => request.includes(leaked.secret.slice(4)))).toEqual([]);
  expect(sent.length).toBeGreaterThan(3);
});

test('a secret pasted on any page is revoked with Enter', async ({
  page,
  control,
  administrator,
}) => {
  const leaked = await makeLeaked(control, 'respond-keys', administrator.identityId);
  await page.goto('/groups');
  await expect(page.getByRole('heading', { level: 1, name: 'Groups' })).toBeVisible();
  await pasteSecret(page, leaked.secret);
  const dialog = page.getByRole('dialog', { name: 'A token was pasted' });
  await expect(dialog.getByRole('button', { name: 'Revoke' })).toBeFocused();
  await expectAccessible(page);
  await page.keyboard.press('Enter');
  await expect(dialog.getByRole('status')).toHaveText(RECEIPT);
  expect(await revocations(control, leaked)).toBe(1);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
});

test('where the answer is lost the card says what is known, and another try happens once', async ({
  page,
  control,
  administrator,
  complaints,
}) => {
  const leaked = await makeLeaked(control, 'respond-lost', administrator.identityId);
  await page.goto('/respond');
  await secretField(page).fill(leaked.id);
  await page.getByRole('button', { name: 'Find' }).click();
  const card = cardOf(page, leaked);

  // First the request is lost, then the answer to one that has arrived.
  await page.route('**/changes', (route) => route.abort());
  await card.getByRole('button', { name: 'Revoke' }).click();
  await expect(card.getByRole('alert')).toContainText(`${leaked.name} may be revoked or not`);
  expect(await revocations(control, leaked)).toBe(0);
  await expectAccessible(page);

  await page.unrouteAll();
  await page.route('**/changes', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await card.getByRole('button', { name: 'Try again' }).click();
  await expect.poll(() => revocations(control, leaked)).toBe(1);
  await expect(card.getByRole('button', { name: 'Try again' })).toBeEnabled();

  await page.unrouteAll();
  await card.getByRole('button', { name: 'Try again' }).click();
  await expect(card.getByRole('status')).toHaveText(RECEIPT);
  expect(await revocations(control, leaked)).toBe(1);
  const expected = /net::ERR_FAILED|got no answer/;
  complaints.splice(0, complaints.length, ...complaints.filter((told) => !expected.test(told)));
});

test('what an address used is listed, and revoked from its row', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const leaked = await makeLeaked(control, 'respond-address', administrator.identityId);
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const ip = '198.51.100.77';
  const asked = { token: leaked.secret, api: 'respond-address', operation: 'listParcels', ip };
  expect(await verify(asked)).toBe('allowed');
  const uses = async () => (await control.get(`/decisions?q=ip:${ip}`)).items.length;
  await expect.poll(uses).toBe(1);

  await page.goto('/respond');
  // As logs write it, with the port.
  await secretField(page).fill(`${ip}:51234`);
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/respond?ip=${ip}`);
  await expectRowVisible(page.getByRole('table', { name: `Decisions from ${ip}` }), {
    Decision: 'Allowed',
    Token: leaked.name,
    Identity: 'Ada Byron',
    Operation: 'listParcels',
  });
  await page.getByRole('button', { name: `Revoke ${leaked.name}` }).click();
  await expect(
    page.getByRole('main').getByRole('status').filter({ hasText: RECEIPT }),
  ).toBeVisible();
  await expect.poll(() => verify(asked)).toBe('token_revoked');
});

test('a range of addresses is found with its tokens, its last day, and the way to revoke them all', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const leaked = await makeLeaked(control, 'respond-range', administrator.identityId);
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const asked = { token: leaked.secret, api: 'respond-range', operation: 'listParcels' };
  for (const ip of ['2001:db8:77::1', '2001:db8:77:5::2']) {
    expect(await verify({ ...asked, ip })).toBe('allowed');
  }
  const range = '2001:db8:77::/48';
  const uses = async () => (await control.get(`/decisions?q=ip:${range}`)).items.length;
  await expect.poll(uses).toBe(2);

  await page.goto('/respond');
  await secretField(page).fill('2001:db8:77:5::/129');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Did you mean 2001:db8:77:5::/128?')).toBeVisible();
  // As somebody reads it off an address; one spelling stands in the page's own.
  await secretField(page).fill('2001:DB8:77:5::2/48');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(`/respond?ip=${encodeURIComponent(range)}`);
  await expect(page.getByText('2 requests, none of them denied')).toBeVisible();
  await expect(page.getByText('from 2 addresses')).toBeVisible();
  await expect(page.getByRole('button', { name: `Revoke ${leaked.name}` })).toBeVisible();
  await expectRowVisible(page.getByRole('table', { name: `Decisions from ${range}` }), {
    Address: '2001:db8:77:5::2',
    Token: leaked.name,
  });
  await page.getByRole('link', { name: 'Blast radius', exact: true }).click();
  await expect(
    page.getByRole('heading', { level: 1, name: `Blast radius of ${range}` }),
  ).toBeVisible();
  await page.getByRole('link', { name: 'Range of addresses' }).click();
  await page.getByRole('link', { name: 'Revoke several' }).last().click();
  await expect(page.getByRole('textbox', { name: 'Used from' })).toHaveValue(range);
  await page.getByRole('button', { name: 'Find tokens' }).click();
  await page.getByRole('button', { name: 'Revoke 1 token' }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke 1 token' }).click();
  await expect.poll(() => verify({ ...asked, ip: '2001:db8:77::1' })).toBe('token_revoked');
});

test('a link that names two subjects, or one twice, says so instead of answering for the first', async ({
  page,
}) => {
  const file = '/respond/radius/markdown';
  for (const [query, said] of [
    ['token=tok_1&ip=192.0.2.1', 'not token and ip together'],
    ['ip=192.0.2.1&ip=192.0.2.2', 'The link gives ip more than once.'],
  ]) {
    await page.goto(`/respond/radius?${query}`);
    await expect(page.getByText(`${said}`)).toBeVisible();
    const answer = await page.request.get(`${file}?${query}`);
    expect([answer.status(), await answer.text()]).toEqual([
      422,
      expect.stringContaining(`${said}`),
    ]);
  }
  await page.goto('/respond/incidents/new?token=tok_1&ip=192.0.2.1');
  await expect(page.getByText('The link names more than one')).toBeVisible();
  await page.goto('/respond?ip=192.0.2.1&ip=192.0.2.2');
  await expect(page.getByText('The link names no address')).toBeVisible();
});

test('a group is found by its id, and is shown frozen once it is', async ({
  page,
  control,
  administrator,
}) => {
  const places = await makePlaces(control, 'respond-group', administrator.identityId);
  const { id, name } = await control.get(`/groups/${places.group}`);
  await page.goto('/respond');
  await secretField(page).fill(id);
  await page.keyboard.press('Enter');
  const found = page.getByRole('list', { name: 'Groups' });
  await found.getByRole('button', { name: `Freeze ${name}`, exact: true }).click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Freeze' }).click();
  await expect(found.getByText('Frozen', { exact: true })).toBeVisible();
  await found.getByRole('button', { name: `Unfreeze ${name}` }).click();
  await expect(found.getByRole('button', { name: `Freeze ${name}`, exact: true })).toBeVisible();
});

test('what somebody did in the last day is worked out once, and the address comes to name its times', async ({
  page,
  request,
  control,
  administrator,
  verifierUrl,
}) => {
  const slug = 'radius-once';
  const { secret } = await makeLeaked(control, slug, administrator.identityId);
  const verify = verifierOf(request, verifierUrl, administrator.managementToken);
  const ip = '198.51.100.78';
  expect(await verify({ token: secret, api: slug, operation: 'listParcels', ip })).toBe('allowed');
  await expect.poll(async () => (await control.get(`/decisions?q=ip:${ip}`)).items.length).toBe(1);
  const asked: string[] = [];
  page.on('request', (request) => {
    const { pathname } = new URL(request.url());
    const isAhead = request.headers()['next-router-prefetch'] !== undefined;
    if (pathname === '/respond/radius' && !isAhead) asked.push(request.url());
  });
  const timed = /radius\?group=\w+&from=[^&]+&to=[^&]+$/;
  await page.goto(`/respond/radius?group=${slug}`);
  await expect(page).toHaveURL(timed);
  await page.getByRole('button', { name: 'Copy link' }).waitFor();
  expect(asked).toHaveLength(1);

  await page.goto(`/respond?ip=${ip}`);
  await page.getByRole('link', { name: 'Blast radius', exact: true }).click();
  await expect(page).toHaveURL(/radius\?ip=198\.51\.100\.78&from=[^&]+&to=[^&]+$/);
  await expect(page.getByRole('heading', { level: 1, name: /Blast radius of/ })).toBeVisible();
  expect(asked).toHaveLength(2);
  await page.goBack();
  await expect(page).toHaveURL(/respond\?ip=/);
});
