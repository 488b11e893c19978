import { journey } from '../support/journey';
import { makePerson, newBrowser } from '../support/others';
import { acceptInvitation } from '../support/session';

const at = (who: string) => `${who.toLowerCase()}@people.keys.example.com`;

export const PEOPLE = journey(
  'people',
  async ({ control, browser, baseURL }) => {
    const make = (name: string) => makePerson(control, { name, email: at(name) });
    const [leaver, held, seen] = [await make('Lou'), await make('Hal'), await make('Sia')];
    await make('Ivy');
    const theirs = await newBrowser(browser, baseURL);
    for (const { link } of [held, seen]) {
      await acceptInvitation(theirs.page, link);
      await theirs.page.context().clearCookies();
    }
    await theirs.close();
    await control.post('/groups', { slug: 'keys-from', name: 'Keys from' });
    await control.post('/groups', { slug: 'keys-onto', name: 'Keys onto' });
    const made = await control.post('/groups/keys-from/service-accounts', { name: 'Handed robot' });
    await control.patch('/groups/keys-onto/members', { add: [{ identity: made.id }] });
    return {
      leaver: `/people/${leaver.id}`,
      path: `/people/${held.id}`,
      other: `/people/${seen.id}`,
      robot: `/people/${made.id}`,
    };
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
    'identities.stop': async ({ keys, made }) => {
      await keys.open(made.path);
      await keys.button('Stop everything');
      await keys.confirm('Stop everything');
    },
    'identities.undoStop': ({ keys }) => keys.undo(),
    'sessions.end': async ({ keys, made, page }) => {
      await keys.open(`${made.other}?tab=sessions`);
      await keys.press(page.getByRole('button', { name: /^End session/ }).first());
    },
    'identities.suspend': async ({ keys, made }) => {
      await keys.open(made.path);
      await keys.button('Suspend');
      await keys.confirm('Suspend');
    },
    'identities.resume': ({ keys }) => keys.button('Resume'),
    'identities.handOver': async ({ keys, made }) => {
      await keys.open(made.robot);
      await keys.button('Hand over');
      await keys.choose('To the leads of', 'Keys onto');
      await keys.confirm('Hand over');
    },
    'identities.offboard': async ({ keys, made }) => {
      await keys.open(`${made.leaver}/offboard`);
      await keys.type('Reason', 'retires');
      await keys.button('Offboard Lou');
    },
    'identities.renameSelf': async ({ keys }) => {
      await keys.open('/profile?tab=security');
      await keys.type('Name', 'Kay Renamed');
      await keys.button('Save name');
    },
  },
);
