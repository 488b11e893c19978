import type { Page } from '@playwright/test';
import { journey } from '../support/journey';
import { makePlaces } from '../support/places';

const SLUG = 'keys-tokens';
const titled = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name }).waitFor();

export const TOKENS = journey(
  'tokens',
  async ({ control, me }) => {
    const { group, token } = await makePlaces(control, SLUG, me.id);
    const bot = await control.post('/identities', {
      type: 'service',
      name: 'Keys bot',
      slug: 'keys-bot',
    });
    await control.patch(`/groups/${group}/members`, { add: [{ identity: bot.id }] });
    const mint = async (identity: string, name: string) =>
      `/tokens/${(await control.post('/tokens', { identity, group, name })).token.id}`;
    const destination = await control.post('/destinations', {
      name: 'Nowhere of keys',
      place: { kind: 'webhook', url: 'https://hooks.example.com/secrets' },
      credential: 'env:NOT_SET_ANYWHERE',
    });
    const [other, scheduled] = [await mint(me.id, 'other'), await mint(bot.id, 'scheduled')];
    await control.patch(`/groups/${group}`, { policy: { approveServiceTokens: true } });
    const [first, second] = [await mint(bot.id, 'first waits'), await mint(bot.id, 'second waits')];
    return { path: `/tokens/${token}`, other, scheduled, destination, first, second };
  },
  {
    'tokens.create': async ({ keys }) => {
      await keys.open(`/tokens/new?group=${SLUG}`);
      await keys.type('Purpose', 'made by keys');
      await keys.tick(/^Everything/);
      await keys.button('Create token');
      await keys.store();
    },
    'tokens.rename': async ({ keys, made }) => {
      await keys.open(made.path);
      await keys.button('Rename');
      await keys.type('Name', 'renamed by keys');
      await keys.confirm('Rename');
    },
    'tokens.setLimits': async ({ keys }) => {
      await keys.button('Limits');
      await keys.type('Allowed addresses', '192.0.2.0/24');
      await keys.confirm('Save limits');
    },
    'tokens.suspend': ({ keys }) => keys.button('Suspend'),
    'tokens.resume': ({ keys }) => keys.button('Resume'),
    'tokens.rotate': async ({ keys }) => {
      await keys.button('Rotate');
      await keys.confirm('Rotate');
      await keys.store();
    },
    'tokens.revokeFamily': async ({ keys, made }) => {
      await keys.open(made.path);
      await keys.button('Revoke');
      await keys.confirm('Revoke all 2');
    },
    'tokens.delegate': async ({ keys, made, page }) => {
      await keys.open(`${made.other}/delegate`);
      await keys.type('Who acts with it', 'keys agent');
      await keys.tick(/parcels:read/);
      await keys.button('Make the command');
      const shown = page.getByRole('alertdialog');
      await keys.press(shown.getByRole('checkbox'), 'Space');
      await keys.press(shown.getByRole('button', { name: 'Done' }));
      await titled(page, 'keys agent');
    },
    'tokens.revoke': ({ keys }) => keys.button('Revoke'),
    'tokens.undoRevoke': ({ keys }) => keys.undo(),
    'tokens.approve': async ({ keys, made }) => {
      await keys.open(made.first);
      await keys.button('Approve');
    },
    'tokens.deny': async ({ keys, made }) => {
      await keys.open(made.second);
      await keys.type('Reason', 'nobody knows this job');
      await keys.button('Deny');
    },
    'rotations.schedule': async ({ keys, made }) => {
      await keys.open(`${made.scheduled}?tab=schedule`);
      await keys.choose('Destination', 'Nowhere of keys');
      await keys.type('Name of the secret there', 'KEYS');
      await keys.button('Set schedule');
    },
    'rotations.start': ({ keys }) => keys.button('Rotate now'),
    'rotations.retry': ({ keys }) => keys.button('Retry now'),
    'rotations.unschedule': async ({ keys }) => {
      await keys.button('Stop schedule');
      await keys.confirm('Stop schedule');
    },
  },
);
