import { journey } from '../support/journey';
import { makePerson, newBrowser } from '../support/others';
import { acceptInvitation } from '../support/session';

const at = (who: string) => `${who.toLowerCase()}@people.keys.example.com`;

export const PEOPLE = journey(
  'people',
  async ({ control, browser, baseURL }) => {
    const make = (name: string) => makePerson(control, { name, email: at(name) });
    const [invited, leaver, held] = [await make('Ivy'), await make('Lou'), await make('Hal')];
    const theirs = await newBrowser(browser, baseURL);
    await acceptInvitation(theirs.page, held.link);
    await theirs.page.goto('about:blank');
    await control.post('/groups', { slug: 'keys-from', name: 'Keys from' });
    await control.post('/groups', { slug: 'keys-onto', name: 'Keys onto' });
    const made = await control.post('/groups/keys-from/service-accounts', { name: 'Handed robot' });
    await control.patch('/groups/keys-onto/members', { add: [{ identity: made.id }] });
    return { invited, leaver, held: `/people/${held.id}`, robot: `/people/${made.id}`, theirs };
  },
  {
    'identities.create': async ({ keys, page }) => {
      await keys.open('/people/new');
      await keys.type('Name', 'Nia Keys');
      await keys.type('Email', at('Nia'));
      await keys.tick('Make an invitation link');
      await keys.button('Create person');
      await page.getByRole('heading', { level: 1, name: 'Nia Keys' }).waitFor();
    },
    'identities.update': async ({ keys }) => {
      await keys.button('Edit');
      await keys.type('Name', 'Nia of Keys');
      await keys.confirm('Save');
    },
    'identities.invite': async ({ keys }) => {
      await keys.button('Invitation link');
      await keys.store();
    },
    'invitations.revoke': async ({ keys }) => {
      await keys.open('/people/invitations');
      await keys.button('Revoke the link of Ivy');
    },
    'sessions.end': async ({ keys, made, page }) => {
      await keys.open(`${made.held}?tab=sessions`);
      await keys.press(page.getByRole('button', { name: /^End session/ }).first());
    },
    'identities.suspend': async ({ keys, made }) => {
      await keys.open(made.held);
      await keys.button('Suspend');
      await keys.confirm('Suspend');
    },
    'identities.resume': ({ keys }) => keys.button('Resume'),
    'identities.stop': async ({ keys }) => {
      await keys.button('Stop everything');
      await keys.confirm('Stop everything');
    },
    'identities.undoStop': ({ keys }) => keys.undo(),
    'identities.handOver': async ({ keys, made }) => {
      await keys.open(made.robot);
      await keys.button('Hand over');
      await keys.choose('To the leads of', 'Keys onto');
      await keys.confirm('Hand over');
    },
    'identities.offboard': async ({ keys, made }) => {
      await keys.open(`/people/${made.leaver.id}/offboard`);
      await keys.type('Reason', 'retires');
      await keys.button('Offboard Lou');
    },
    'identities.renameSelf': async ({ keys, made }) => {
      await keys.open('/profile?tab=security');
      await keys.type('Name', 'Kay Renamed');
      await keys.button('Save name');
      await made.theirs.close();
    },
  },
);
