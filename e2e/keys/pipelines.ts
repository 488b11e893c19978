import { journey } from '../support/journey';
import { makePlaces } from '../support/places';

const SLUG = 'keys-pipelines';

export const PIPELINES = journey(
  'pipelines',
  async ({ control, administrator }) => {
    const { group } = await makePlaces(control, SLUG, administrator.identityId);
    const bot = await control.post('/identities', {
      ...{ type: 'service', name: 'Piped by keys', slug: 'keys-piped' },
    });
    await control.patch(`/groups/${group}/members`, { add: [{ identity: bot.id }] });
    await control.post('/groups', { slug: 'keys-careful', name: 'Careful keys' });
    await control.patch('/groups/keys-careful/members', { add: [{ identity: bot.id }] });
    const policy = { approveServiceTokens: true };
    await control.patch('/groups/keys-careful', { policy });
    await control.post('/trust-rules', {
      ...{ slug: 'keys-waits', name: 'Waits for keys', preset: 'oidc' },
      ...{ issuer: 'https://ci.example.com', audience: 'keyward', claims: { sub: 'keys:1' } },
      ...{ group: 'keys-careful', identity: bot.id },
    });
  },
  {
    'webhooks.create': async ({ keys, page }) => {
      await keys.open('/settings/webhooks/new');
      await keys.type('Address', 'https://hooks.example.com/keys');
      await keys.type('Name', 'Told by keys');
      await page.keyboard.press('Enter');
      await keys.store();
      await page.getByRole('heading', { level: 1, name: 'Told by keys' }).waitFor();
    },
    'webhooks.rotateSecret': async ({ keys }) => {
      await keys.button('Rotate secret');
      await keys.confirm('Rotate secret');
      await keys.store();
    },
    'webhooks.test': ({ keys }) => keys.button('Send test'),
    'webhooks.update': async ({ keys }) => {
      await keys.button('Disable');
      await keys.confirm('Disable');
      await keys.button('Enable');
    },
    'webhooks.replay': async ({ keys, page }) => {
      await keys.press(page.getByRole('link', { name: 'Failed', exact: true }));
      const table = page.getByRole('table');
      await keys.press(table.getByRole('link', { name: 'webhook.test' }).first());
      await keys.button('Replay');
    },
    'webhooks.delete': async ({ keys, page }) => {
      await keys.press(page.getByRole('link', { name: 'Told by keys' }).first());
      await keys.button('Delete');
      await keys.confirm('Delete');
    },
    'destinations.create': async ({ keys, page }) => {
      await keys.open('/settings/destinations/new');
      await keys.type('Name', 'Fed by keys');
      await keys.type('Owner', 'acme');
      await keys.type('Where the worker finds the credential', 'env:NOT_SET_ANYWHERE');
      await keys.button('Create destination');
      await page.getByRole('heading', { level: 1, name: 'Fed by keys' }).waitFor();
    },
    'destinations.test': ({ keys }) => keys.button('Test'),
    'destinations.update': async ({ keys, page }) => {
      await keys.press(page.getByRole('link', { name: 'Change' }));
      await keys.type('Name', 'Fed');
      await keys.button('Save');
      await page.getByRole('heading', { level: 1, name: 'Fed', exact: true }).waitFor();
    },
    'destinations.delete': async ({ keys }) => {
      await keys.button('Delete');
      await keys.confirm('Delete');
    },
    'sinks.create': async ({ keys, page }) => {
      await keys.open('/settings/sinks');
      await keys.button('Create sink');
      await keys.type('Name', 'Forwarded by keys');
      await keys.type('Host', 'logs.example.com');
      await keys.confirm('Create sink');
      await page.getByRole('rowheader', { name: /^Forwarded by keys/ }).waitFor();
    },
    'sinks.test': async ({ keys, page }) => {
      await keys.menu('Actions for Forwarded by keys', 'Test…');
      await keys.button('Send test');
      await page.keyboard.press('Escape');
    },
    'sinks.update': async ({ keys, page }) => {
      const row = page.getByRole('row', { name: /^Forwarded by keys/ });
      await keys.menu('Actions for Forwarded by keys', 'Pause…');
      await keys.confirm('Pause');
      await row.getByText('Paused').waitFor();
      await keys.menu('Actions for Forwarded by keys', 'Resume');
      await row.getByText('Paused').waitFor({ state: 'hidden' });
      await keys.menu('Actions for Forwarded by keys', 'Change…');
      await keys.type('Port', '6515');
      await keys.button('Save');
      await row.getByText('tls://logs.example.com:6515').waitFor();
    },
    'sinks.delete': async ({ keys }) => {
      await keys.menu('Actions for Forwarded by keys', 'Delete…');
      await keys.confirm('Delete');
    },
    'trustRules.create': async ({ keys }) => {
      await keys.open('/settings/workloads/new');
      await keys.type('Name', 'Trusted by keys');
      await keys.type('Slug', 'keys-trusted');
      await keys.choose('Group', `Group ${SLUG}`);
      await keys.choose('Issuer’s kind', 'Any OIDC issuer');
      await keys.type('Issuer', 'https://ci.example.com');
      await keys.type('Claim 1', 'sub');
      await keys.type('Value of sub', 'keys:2');
      await keys.type('Audience', 'keyward');
      await keys.button('Create trust rule');
    },
    'trustRules.update': async ({ keys, page }) => {
      await keys.press(page.getByRole('link', { name: 'Trusted by keys' }).first());
      await keys.type('Audience', 'keyward-by-keys');
      await keys.button('Save');
    },
    'trustRules.delete': async ({ keys, page }) => {
      await keys.open('/settings/workloads');
      await keys.press(page.getByRole('link', { name: 'Trusted by keys' }).first());
      await keys.button('Delete trust rule');
      await keys.confirm('Delete trust rule');
    },
    'trustRules.approve': async ({ keys, page }) => {
      await keys.open('/settings/workloads');
      await keys.press(page.getByRole('link', { name: 'Waits for keys' }).first());
      await keys.button('Approve');
    },
  },
);
