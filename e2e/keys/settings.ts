import { journey } from '../support/journey';
import { expect } from '../support/test';

const core = (name: string) => ({ schemas: [`urn:ietf:params:scim:schemas:core:2.0:${name}`] });

export const SETTINGS = journey(
  'settings',
  async ({ control, page, administrator }) => {
    await control.post('/groups', { slug: 'keys-mapped', name: 'Mapped by keys' });
    await control.post('/groups', { slug: 'keys-filed', name: 'Filed by keys' });
    const headers = {
      Authorization: `Bearer ${administrator.managementToken}`,
      'Content-Type': 'application/scim+json',
    };
    const data = { ...core('Group'), displayName: 'Pushed to keys' };
    const pushed = await page.request.post('/scim/v2/Groups', { headers, data });
    return { pushed: `/settings/provisioning/${(await pushed.json()).id}` };
  },
  {
    'organisation.setPolicy': async ({ keys, page }) => {
      await keys.open('/settings/policy');
      for (const words of ['End', 'Stay']) {
        await keys.choose('Members whom nobody reviews in time', words);
        await keys.button('Save policy');
        await expect(page.getByRole('button', { name: 'Discard' })).toBeHidden();
      }
    },
    'organisation.setFactors': async ({ keys, page }) =>
      keys.press(
        page.getByRole('form', { name: 'Second factor' }).getByRole('button', { name: 'Save' }),
      ),
    'leaks.setPolicy': async ({ keys, page }) =>
      keys.press(
        page.getByRole('form', { name: 'Leaked secrets' }).getByRole('button', { name: 'Save' }),
      ),
    'organisation.setSignIn': async ({ keys, page }) => {
      await keys.open('/settings/single-sign-on');
      const form = page.getByRole('form', { name: 'Passwords' });
      await keys.press(form.getByRole('button', { name: 'Save' }));
    },
    'ssoProviders.create': async ({ keys, page }) => {
      await keys.open('/settings/single-sign-on/new');
      await keys.type('Name', 'Login by keys');
      await keys.type('Slug', 'login-by-keys');
      await keys.type('Issuer', 'https://login.keys.example.com');
      await keys.type('Client id', 'keyward');
      await keys.tick('People can sign in with it');
      await keys.button('Create provider');
      await page.getByRole('heading', { level: 1, name: 'Login by keys' }).waitFor();
    },
    'ssoProviders.setMappings': async ({ keys }) => {
      await keys.open('/settings/single-sign-on/login-by-keys');
      await keys.button('Add mapping');
      await keys.type('Group at the provider', '8f2c1f0e');
      await keys.choose('Group here', 'Mapped by keys');
      await keys.button('Save mappings');
    },
    'ssoProviders.update': async ({ keys }) => {
      await keys.open('/settings/single-sign-on/login-by-keys/edit');
      await keys.type('Name', 'Login');
      await keys.button('Save');
    },
    'ssoProviders.delete': async ({ keys }) => {
      await keys.open('/settings/single-sign-on/login-by-keys');
      await keys.button('Delete');
      await keys.confirm('Delete');
    },
    'provisioning.setMappings': async ({ keys, made }) => {
      await keys.open(made.pushed);
      await keys.button('Add mapping');
      await keys.choose('Group here', 'Mapped by keys');
      await keys.button('Show what changes');
      await keys.button('Save mappings');
    },
    'configuration.apply': async ({ keys }) => {
      await keys.open('/settings/configuration');
      const file = 'version: 1\ngroups:\n  keys-filed:\n    name: Filed\n';
      await keys.type('The file', file);
      await keys.button('Compare');
      await keys.button('Apply 1 change');
      await keys.confirm('Apply');
    },
  },
);
