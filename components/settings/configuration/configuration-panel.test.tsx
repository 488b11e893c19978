import { expect, test } from 'vitest';
import { render } from 'vitest-browser-react';
import { fakeServer } from '@/components/testing/fake-server';
import { WithPage } from '@/components/testing/with-page';
import type { AskedPlan } from './ask-file';
import { ConfigurationPanel } from './configuration-panel';

const PATH = '/settings/configuration/file';
const FILE = 'version: 1\ngroups:\n  billing:\n    scopes: []\n';
const unmoved = { tokens: 0, operations: 0 };
const plan: AskedPlan = {
  changes: [
    {
      ...{ verb: 'update', kind: 'scopes of group', name: 'billing', place: '4:5', held: false },
      fields: [{ name: 'scopes', before: 'billing/invoices:read', after: null }],
      ...{ moreFields: 0, effect: null },
    },
  ],
  counts: { create: 0, update: 1, delete: 0 },
  held: 0,
  consequences: [
    {
      ...{ group: 'billing', stopped: 0, working: 0 },
      ...{ gain: unmoved, lose: { tokens: 12, operations: 4 } },
    },
  ],
  ...{ fingerprint: 'f00d', refused: null },
};
const done = (result: unknown) => ({ status: 'done', result });

/** Without the styles of the page a dialog lies below what shields the rest. */
const press = (of: { element(): Element }) => (of.element() as HTMLElement).click();

async function compare(applyReason?: string) {
  const screen = await render(
    <WithPage>
      <ConfigurationPanel applyReason={applyReason} />
    </WithPage>,
  );
  await screen.getByRole('textbox', { name: 'The file' }).fill(FILE);
  await screen.getByRole('button', { name: 'Compare', exact: true }).click();
  return screen;
}

test('a file is compared, and applied as it was looked at', async () => {
  const server = fakeServer();
  server.answer(PATH, (body) => done(body.do === 'plan' ? plan : { ...plan, refused: undefined }));
  const screen = await compare();
  await expect.element(screen.getByText('12 tokens lose 4 operations')).toBeVisible();
  await screen.getByLabelText('Reason').fill('audit finding 7');
  await screen.getByRole('button', { name: 'Apply 1 change', exact: true }).click();
  await expect
    .element(screen.getByRole('alertdialog').getByText(/12 tokens lose 4 operations/))
    .toBeVisible();
  press(screen.getByRole('button', { name: 'Apply', exact: true }));
  await expect.element(screen.getByText('The file is applied')).toBeVisible();
  expect(server.to(PATH)).toMatchObject([
    { do: 'plan', file: FILE, documents: {}, prune: false },
    { do: 'apply', file: FILE, expect: 'f00d', reason: 'audit finding 7' },
  ]);
});

test('what is wrong with a file is told by its line, which is shown, and the text stays', async () => {
  const problem = { path: '4:5', message: 'groups.billing.scopes: There is no such scope.' };
  fakeServer().answer(PATH, () => ({
    ...{ status: 'refused', code: 'configuration_invalid', errors: [problem] },
    message: `Line 4:5: ${problem.message}`,
  }));
  const screen = await compare();
  await screen.getByRole('button', { name: 'Line 4' }).click();
  const area = screen.getByRole('textbox', { name: 'The file' });
  await expect.element(area).toHaveFocus();
  await expect.element(area).toHaveValue(FILE);
  const { selectionStart, selectionEnd } = area.element() as HTMLTextAreaElement;
  expect(FILE.slice(selectionStart, selectionEnd)).toBe('    scopes: []');
});

test('whoever may only read sees the plan, and why they can’t apply it', async () => {
  fakeServer().answer(PATH, () => done(plan));
  const screen = await compare('You need configuration.apply.');
  const apply = screen.getByRole('button', { name: 'Apply 1 change' });
  await expect.element(apply).toHaveAccessibleDescription('You need configuration.apply.');
});

test('a plan that would be refused says why, and can’t be applied', async () => {
  const errors = [{ path: '4:5', message: 'webhooks.Chat.url: 10.0.0.5 is inside.' }];
  const refused = { code: 'invalid_input', message: 'Line 4:5', errors, toAnybody: true };
  fakeServer().answer(PATH, () => done({ ...plan, consequences: null, refused }));
  const screen = await compare();
  await expect.element(screen.getByText('Applying this file would be refused')).toBeVisible();
  await expect.element(screen.getByText('webhooks.Chat.url: 10.0.0.5 is inside.')).toBeVisible();
  await expect
    .element(screen.getByRole('button', { name: 'Apply 1 change' }))
    .toHaveAccessibleDescription('It would be refused');
  await screen.getByRole('button', { name: 'Line 4' }).click();
  await expect.element(screen.getByRole('textbox', { name: 'The file' })).toHaveFocus();
});

test('more than ten tokens that stop are confirmed by their number', async () => {
  const stopped = { group: 'billing', gain: unmoved, lose: unmoved, stopped: 11, working: 0 };
  fakeServer().answer(PATH, () => done({ ...plan, consequences: [stopped] }));
  const screen = await compare();
  await screen.getByRole('button', { name: 'Apply 1 change', exact: true }).click();
  await expect
    .element(screen.getByRole('button', { name: 'Apply', exact: true }))
    .toHaveAccessibleDescription('Type 11 first');
});

test('a lost answer says that nobody knows, and keeps the file', async () => {
  fakeServer();
  const screen = await compare();
  await expect.element(screen.getByText('No answer from Keyward')).toBeVisible();
  await expect.element(screen.getByRole('textbox', { name: 'The file' })).toHaveValue(FILE);
});
