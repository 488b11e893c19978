import type { Page } from '@playwright/test';
import { type Given, journey } from '../support/journey';
import { makePlaces } from '../support/places';

const SLUG = 'keys-tokens';
const titled = (page: Page, name: string) =>
  page.getByRole('heading', { level: 1, name }).waitFor();

/** Makes one for whoever is at the keyboard; ends on its page. */
async function mint({ keys, page }: Pick<Given, 'keys' | 'page'>, purpose: string) {
  await keys.open(`/tokens/new?group=${SLUG}`);
  await keys.type('Purpose', purpose);
  await keys.tick(/^Everything/);
  await keys.button('Create token');
  await keys.store();
  await titled(page, purpose);
}

export const TOKENS = journey(
  'tokens',
  async ({ control, me, administrator }) => {
    const { group } = await makePlaces(control, SLUG, administrator.identityId);
    const robot = { type: 'service', name: 'Keys bot', slug: 'keys-bot' };
    const bot = await control.post('/identities', robot);
    const add = [{ identity: bot.id }, { identity: me.id }];
    await control.patch(`/groups/${group}/members`, { add });
    const careful = 'keys-approved';
    const policy = { approveServiceTokens: true };
    await control.post('/groups', { slug: careful, name: 'Approved by keys' });
    await control.patch(`/groups/${careful}`, { policy });
    await control.patch(`/groups/${careful}/members`, { add: [{ identity: bot.id }] });
    const ask = async (name: string, slug: string) => {
      const asked = { identity: bot.id, group: slug, name };
      return `/tokens/${(await control.post('/tokens', asked)).token.id}`;
    };
    await control.post('/destinations', {
      name: 'Nowhere of keys',
      place: { kind: 'webhook', url: 'https://hooks.example.com/secrets' },
      credential: 'env:NOT_SET_ANYWHERE',
    });
    return {
      scheduled: await ask('scheduled', group),
      first: await ask('first waits', careful),
      second: await ask('second waits', careful),
    };
  },
  {
    'tokens.create': (given) => mint(given, 'made by keys'),
    'tokens.rename': async ({ keys }) => {
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
    'tokens.resume': ({ keys, page }) =>
      keys.press(page.getByRole('main').getByRole('button', { name: 'Resume' })),
    'tokens.rotate': async ({ keys }) => {
      await keys.button('Rotate');
      await keys.confirm('Rotate');
      await keys.store();
    },
    'tokens.revokeFamily': async ({ keys }) => {
      await keys.button('Revoke');
      await keys.confirm('Revoke all 2');
    },
    'tokens.delegate': async (given) => {
      const { keys, page } = given;
      await mint(given, 'given less by keys');
      await keys.press(page.getByRole('link', { name: 'Give an agent less' }));
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
      await keys.choose('Rotate every', '1 day');
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
