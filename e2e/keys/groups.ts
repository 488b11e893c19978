import { journey } from '../support/journey';
import { makePlaces } from '../support/places';

export const GROUPS = journey(
  'groups',
  async ({ control, administrator }) => {
    const places = await makePlaces(control, 'keys-groups', administrator.identityId);
    await control.post('/identities', {
      type: 'person',
      name: 'Joy Keys',
      email: 'joy@keys.example.com',
    });
    return { ...places, path: `/groups/${places.group}` };
  },
  {
    'groups.create': async ({ keys, page }) => {
      await keys.open('/groups/new');
      await keys.type('Name', 'Made by keys');
      await page.keyboard.press('Enter');
    },
    'groups.delete': async ({ keys }) => {
      await keys.open('/groups/made-by-keys?tab=policy');
      await keys.button('Delete group');
      await keys.confirm('Delete group');
    },
    'groups.editMembers': async ({ keys, made, page }) => {
      await keys.open(made.path);
      await keys.press(page.getByRole('button', { name: 'Add members' }).first());
      await keys.choose('People and service accounts', 'Joy Keys');
      await keys.button('Stage 1 member');
      await keys.button('Save members');
    },
    'groups.setScopes': async ({ keys, made, page }) => {
      await keys.open(`${made.path}?tab=scopes`);
      const own = page.getByRole('region', { name: 'API keys-groups' });
      await keys.press(own.getByRole('checkbox', { name: 'parcels:read' }), 'Space');
      await keys.button('Save scopes');
    },
    'groups.update': async ({ keys, made }) => {
      await keys.open(`${made.path}?tab=policy`);
      await keys.type('Description', 'Looked after by keys');
      await keys.button('Save policy');
    },
    'identities.createService': async ({ keys, made, page }) => {
      await keys.open(`${made.path}/service-accounts/new`);
      await keys.type('Name', 'Keys robot of a group');
      await page.keyboard.press('Enter');
    },
    'groups.freeze': async ({ keys, made }) => {
      await keys.open(made.path);
      await keys.button('Freeze Group keys-groups');
      await keys.confirm('Freeze group');
    },
    'groups.unfreeze': ({ keys }) => keys.button('Unfreeze Group keys-groups'),
  },
);
