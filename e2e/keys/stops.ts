import { journey } from '../support/journey';
import { makePlaces } from '../support/places';
import { expect } from '../support/test';
import { verifierOf } from '../support/verify';

const SLUG = 'keys-stops';
const NETWORK = '198.51.100.64/28';

export const STOPS = journey(
  'stops',
  async ({ control, page, verifierUrl, administrator }) => {
    const person = administrator.identityId;
    const { group, api } = await makePlaces(control, SLUG, person);
    const { token, secret } = await control.post('/tokens', {
      ...{ identity: person, group, name: 'noisy by keys' },
    });
    const action = { name: 'dropAll', method: 'DELETE', pathTemplate: '/all' };
    await control.post(`/apis/${api}/operations`, action);
    const ask = verifierOf(page.request, verifierUrl, administrator.managementToken);
    // More than others of the shared product are refused: what is worst stands at the top.
    for (let times = 0; times < 40; times += 1) {
      const asked = { token: secret, api, operation: 'dropAll', ip: '198.51.100.65' };
      expect(await ask(asked)).toBe('operation_not_granted');
    }
    const matching = `/tokens/matching?usedFrom=${NETWORK}`;
    await expect.poll(async () => (await control.get(matching)).count).toBe(1);
    return { path: `/tokens/${token.id}` };
  },
  {
    'attention.snooze': async ({ keys, page }) => {
      const more = page.getByRole('button', { name: 'More for noisy by keys' });
      await expect(async () => {
        await keys.open('/');
        await expect(more).toBeVisible({ timeout: 2_000 });
      }).toPass();
      await keys.menu('More for noisy by keys', 'Snooze');
      await keys.type('Reason', 'its team knows');
      await keys.confirm('Snooze');
    },
    'attention.unsnooze': ({ keys }) => keys.undo(),
    'incidents.open': async ({ keys, page }) => {
      await keys.open('/respond/incidents/new');
      await keys.type('What happened?', 'Loud by keys');
      await keys.type('First note', 'Seen in the log.');
      await keys.button('Open incident');
      await page.getByRole('heading', { level: 1, name: 'Loud by keys' }).waitFor();
    },
    'tokens.revokeMatching': async ({ keys, page }) => {
      const incident = page.url();
      await keys.open('/respond/several');
      await keys.type('Used from', NETWORK);
      await page.keyboard.press('Enter');
      await keys.button('Revoke 1 token');
      await keys.confirm('Revoke 1 token');
      await expect(page.getByText('1 token revoked')).toBeVisible();
      await keys.open(incident);
    },
    'incidents.addNote': async ({ keys }) => {
      await keys.type('Note', 'It is over.');
      await keys.button('Add note');
    },
    'incidents.attach': ({ keys, page }) =>
      keys.press(page.getByRole('button', { name: /^Attach: Revoked/ }).first()),
    'incidents.close': async ({ keys }) => {
      await keys.button('Close incident');
      await keys.type('Summary', 'It was loud, and was revoked.');
      await keys.confirm('Close incident');
    },
    'views.save': async ({ keys, page }) => {
      await keys.open('/audit?q=action:tokens.revoke');
      await keys.button('Views');
      await keys.type('Save what is shown as', 'Revoked by keys');
      await page.keyboard.press('Enter');
    },
    'views.delete': ({ keys }) => keys.button('Delete Revoked by keys'),
  },
);
