import { journey } from '../support/journey';
import { makePlaces } from '../support/places';
import { expect } from '../support/test';

const DOCUMENT = `openapi: 3.1.0
info:
  title: Crates
  version: '1'
paths:
  /crates:
    get:
      operationId: listCrates
      responses:
        '200':
          description: All of them
`;

export const APIS = journey(
  'APIs',
  async ({ control, administrator }) => {
    const places = await makePlaces(control, 'keys-frozen', administrator.identityId);
    return { ...places, own: '/apis/crates-by-keys' };
  },
  {
    'apis.create': async ({ keys, page }) => {
      await keys.open('/apis');
      await keys.press(page.getByRole('button', { name: 'Create API' }).first());
      await keys.type('Name', 'Crates by keys');
      await keys.type('Hosts', 'crates.keys.example.com');
      await keys.confirm('Create API');
    },
    'apis.import': async ({ keys, page, made }) => {
      await keys.open(`${made.own}/import`);
      await keys.type('Document', DOCUMENT);
      await keys.button('Preview');
      await keys.button('Apply 1 change');
      await page.getByText('See the operations').waitFor();
    },
    'operations.create': async ({ keys, page, made }) => {
      await keys.open(made.own);
      await keys.button('Add operation');
      await keys.pick(/^Plain action/);
      await keys.type('Name', 'crates.stack');
      await page.keyboard.press('Enter');
    },
    'operations.update': async ({ keys }) => {
      await keys.menu('Actions for crates.stack', 'Make public');
      await keys.confirm('Make public');
    },
    'operations.delete': async ({ keys, made }) => {
      await keys.open(made.own);
      await keys.menu('Actions for crates.stack', 'Delete');
      await keys.confirm('Delete operation');
    },
    'scopes.create': async ({ keys, page, made }) => {
      await keys.open(`${made.own}/scopes/new`);
      await keys.type('Name', 'crates:read');
      await keys.press(page.getByRole('checkbox', { name: /^All 1 / }), 'ArrowDown');
      await expect(page.getByRole('checkbox', { name: /listCrates/ })).toBeFocused();
      await page.keyboard.press('Space');
      await keys.button('Create scope');
      await page.getByRole('heading', { level: 1, name: 'crates:read' }).waitFor();
    },
    'scopes.update': async ({ keys }) => {
      await keys.type('Description', 'Looks at crates');
      await keys.button('Save scope');
    },
    'scopes.delete': async ({ keys }) => {
      await keys.button('Delete scope');
      await keys.confirm('Delete scope');
    },
    'apis.update': async ({ keys, made }) => {
      await keys.open(`${made.own}?tab=settings`);
      await keys.type('Name', 'Crates');
      await keys.button('Save');
    },
    'apis.delete': async ({ keys }) => {
      await keys.button('Delete API');
      await keys.confirm('Delete API');
    },
    'apis.freeze': async ({ keys }) => {
      await keys.open('/apis/keys-frozen');
      await keys.button('Freeze API keys-frozen');
      await keys.type('Reason', 'it leaks');
      await keys.confirm('Freeze API');
    },
    'apis.unfreeze': ({ keys }) => keys.button('Unfreeze API keys-frozen'),
  },
);
