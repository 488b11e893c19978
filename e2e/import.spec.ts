import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import type { Control } from './support/control';
import { expect, signedInTest as test } from './support/test';

const YAML = `openapi: 3.1.0
info:
  title: Parcels
  version: "2026-11"
paths:
  /parcels/{id}:
    get:
      operationId: getParcel
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "200": { description: the parcel }
    delete:
      operationId: deleteParcel
      parameters:
        - { name: id, in: path, required: true, schema: { type: string } }
      responses:
        "204": { description: gone }
`;

async function apiOf(control: Control, slug: string): Promise<void> {
  await control.post('/apis', { slug, name: `Parcels ${slug}`, hosts: [], basePath: '/' });
}

async function upload(page: Page, slug: string, name: string, content: string | Buffer) {
  await page.goto(`/apis/${slug}/import`);
  await page
    .getByLabel('OpenAPI document')
    .setInputFiles({ name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) });
}

test('a YAML document is previewed, applied, and previewed again without a change', async ({
  page,
  control,
}) => {
  await apiOf(control, 'parcels-yaml');
  await upload(page, 'parcels-yaml', 'parcels.yaml', YAML);
  const changes = page.getByRole('region', { name: 'Changes, list' });
  await expect(changes.getByRole('listitem')).toHaveCount(2);
  await expect(changes.getByRole('listitem').first()).toContainText('/parcels/{id}');
  expect((await control.get('/apis/parcels-yaml')).operationCount).toBe(0);
  await page.getByRole('button', { name: 'Apply 2 changes' }).click();
  await expect(page.getByText('Parcels parcels-yaml has 2 operations')).toBeVisible();
  const { items } = await control.get('/apis/parcels-yaml/operations');
  expect(items.map((item: { name: string }) => item.name).sort()).toEqual([
    'deleteParcel',
    'getParcel',
  ]);

  await page.getByRole('button', { name: 'Import another' }).click();
  await page.getByRole('textbox', { name: 'Document' }).fill(YAML);
  await page.getByRole('button', { name: 'Preview', exact: true }).click();
  await expect(page.getByText('The document holds just what is there already')).toBeVisible();
});

test('a file that is chosen before the page can listen is taken when it can', async ({
  page,
  control,
}) => {
  await apiOf(control, 'parcels-early');
  let letScriptsCome: (() => void) | undefined;
  const mayCome = new Promise<void>((resolve) => {
    letScriptsCome = resolve;
  });
  await page.route(/\.js(\?|$)/, (route) => mayCome.then(() => route.continue()));
  await page.goto('/apis/parcels-early/import', { waitUntil: 'commit' });
  await page
    .getByLabel('OpenAPI document')
    .setInputFiles({ name: 'parcels.yaml', mimeType: 'text/yaml', buffer: Buffer.from(YAML) });
  letScriptsCome?.();
  await expect(page.getByRole('button', { name: 'Apply 2 changes' })).toBeVisible();
});

test('a flaw is told with its place before anything is applied, and a broken document changes nothing', async ({
  page,
  control,
}) => {
  await apiOf(control, 'parcels-bad');
  await upload(page, 'parcels-bad', 'parcels.yaml', YAML);
  await page.getByRole('button', { name: 'Apply 2 changes' }).click();
  await expect(page.getByText('Parcels parcels-bad has 2 operations')).toBeVisible();
  const before = await control.get('/apis/parcels-bad');

  const wrong = YAML.replace('name: id, in: path', 'name: id, in: nowhere');
  await upload(page, 'parcels-bad', 'parcels.yaml', wrong);
  const warnings = page.getByRole('region', { name: '1 warning' });
  await expect(warnings.getByRole('listitem').first()).toContainText(
    '/paths/~1parcels~1{id}/get/parameters/0/in',
  );
  await expect(page.getByText('The document holds just what is there already')).toBeVisible();

  const alert = page.getByRole('main').getByRole('alert');
  await upload(page, 'parcels-bad', 'parcels.json', '{"openapi": "3.1.0",\n "info": {]');
  await expect(alert).toContainText('Nothing was changed');
  await expect(alert).toContainText('2:11');

  expect(await control.get('/apis/parcels-bad')).toEqual(before);
});

test('equivalent paths are asked about, and several names stand by one operation', async ({
  page,
  control,
}) => {
  await apiOf(control, 'parcels-names');
  const item = (operationId: string) => ({
    get: { operationId, responses: { '200': { description: 'ok' } } },
  });
  const document = {
    openapi: '3.1.0',
    info: { title: 'Parcels', version: '1' },
    servers: [{ url: 'https://parcels.example.com/v2' }],
    paths: {
      '/parcels/{id}': item('parcelById'),
      '/parcels/{label}': item('parcelByLabel'),
      '/boxes/{id}': item('getBox'),
      '/boxes/{id}#open': item('openBox'),
    },
  };
  await upload(page, 'parcels-names', 'parcels.json.gz', gzipSync(JSON.stringify(document)));
  await expect(page.getByRole('button', { name: 'Apply 1 change' })).toBeVisible();
  const warnings = page.getByRole('region', { name: '3 warnings' });
  await expect(warnings.getByRole('listitem').first()).toContainText('parcelByLabel');
  await expect(warnings).toContainText('The API’s base path is /, the document says /v2');
  await expect(warnings).toContainText('one operation with 2 names');
  await expect(page.getByRole('region', { name: 'Servers of the document' })).toContainText(
    'https://parcels.example.com/v2',
  );
  await expect(page.getByText('1 choice still to make')).toBeVisible();
  await page.getByRole('radio', { name: 'parcelByLabel' }).check();
  await page.getByRole('button', { name: 'Preview with this choice' }).click();
  await page.getByRole('button', { name: 'Apply 2 changes' }).click();
  await expect(page.getByText('has 2 operations from its document')).toBeVisible();
  const { items } = await control.get('/apis/parcels-names/operations');
  expect(
    items.map((item: { name: string; aliases: string[] }) => [item.name, item.aliases]).sort(),
  ).toEqual([
    ['getBox', ['openBox']],
    ['parcelByLabel', []],
  ]);
  await page.goto('/apis/parcels-names?tab=callers&operation=openBox');
  await expect(page.getByRole('main')).toContainText('No request tells it apart from openBox');
});

test('a file over 32 MB is refused before it is sent, and by the server if it is', async ({
  page,
  control,
  complaints,
}) => {
  await apiOf(control, 'parcels-large');
  await page.goto('/apis/parcels-large/import');
  await page.getByLabel('OpenAPI document').evaluate((input: HTMLInputElement) => {
    const files = new DataTransfer();
    files.items.add(new File([new Uint8Array(33 * 1_048_576)], 'large.json'));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  });
  await expect(page.getByRole('main').getByRole('alert')).toContainText(
    'a document may have 32 MB at most',
  );

  const answer = await page.evaluate(async () => {
    const response = await fetch('/apis/parcels-large/import/document?apply=true', {
      method: 'POST',
      body: new Uint8Array(33 * 1_048_576).fill(32),
    });
    return { status: response.status, body: await response.json() };
  });
  expect(answer).toMatchObject({ status: 413, body: { code: 'document_too_large' } });
  expect((await control.get('/apis/parcels-large')).operationCount).toBe(0);
  expect(complaints.splice(0)).toEqual([expect.stringContaining('413')]);
});

test('what a document only suggests is chosen in the preview, and shown and closed again', async ({
  page,
  control,
}) => {
  await apiOf(control, 'parcels-open');
  const suggesting = YAML.replace(
    'operationId: getParcel',
    'operationId: getParcel\n      security: []',
  );
  await upload(page, 'parcels-open', 'parcels.yaml', suggesting);
  await page.getByRole('checkbox', { name: 'getParcel' }).check();
  await page.getByRole('textbox', { name: 'Parameters of several segments' }).fill('nothing');
  await page.getByRole('button', { name: 'Preview again' }).click();
  await expect(page.getByText('has “nothing” for one whole segment').first()).toBeVisible();
  await page.getByRole('textbox', { name: 'Parameters of several segments' }).fill('id');
  await page.getByRole('button', { name: 'Preview again' }).click();
  await expect(page.getByRole('region', { name: 'Changes, list' })).toContainText(
    '/parcels/{id...}',
  );
  await page.getByRole('button', { name: 'Apply 2 changes' }).click();
  await expect(page.getByText('Parcels parcels-open has 2 operations')).toBeVisible();

  await page.goto('/apis/parcels-open?tab=settings');
  await expect(page.getByRole('link', { name: 'getParcel' })).toBeVisible();
  await page.goto('/apis/parcels-open?access=public');
  const row = page.getByRole('row').filter({ hasText: 'getParcel' });
  await expect(row).toContainText('Public');
  await page.getByRole('button', { name: 'Actions for getParcel' }).click();
  await page.getByRole('menuitem', { name: 'Require a token' }).click();
  await page.getByRole('button', { name: 'Require a token' }).click();
  await expect(page.getByText('getParcel needs a token')).toBeVisible();
  const { items } = await control.get('/apis/parcels-open/operations');
  expect(items.some((item: { isPublic: boolean }) => item.isPublic)).toBe(false);
});
