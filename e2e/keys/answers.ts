import { journey } from '../support/journey';
import { makePerson, newBrowser } from '../support/others';
import { makePlaces } from '../support/places';
import { acceptInvitation } from '../support/session';

const SLUG = 'keys-answers';

export const ANSWERS = journey(
  'requests',
  async ({ control, administrator, browser, baseURL }) => {
    await makePlaces(control, SLUG, administrator.identityId);
    await control.post('/groups', { slug: 'keys-wished', name: 'Wished by keys' });
    const asker = { name: 'Ann Asks', email: 'ann@keys.example.com' };
    const { page, close } = await newBrowser(browser, baseURL);
    await acceptInvitation(page, (await makePerson(control, asker)).link);
    const paths: string[] = [];
    for (const [slug, name] of [
      [SLUG, `Group ${SLUG}`],
      ['keys-wished', 'Wished by keys'],
    ] as const) {
      await page.goto(`/requests/new?group=${slug}`);
      await page.getByText(`${name} opens`).waitFor();
      await page.getByRole('textbox', { name: 'Reason' }).fill('parcels of this week');
      await page.getByRole('button', { name: 'Ask for access' }).click();
      await page.getByRole('heading', { level: 1, name: `Access to ${name}` }).waitFor();
      paths.push(new URL(page.url()).pathname);
    }
    await close();
    const [approved = '', denied = ''] = paths;
    return { approved, denied };
  },
  {
    'requests.create': async ({ keys, page }) => {
      await keys.open('/requests/new');
      await keys.choose('Group', 'Wished by keys');
      await keys.type('Reason', 'to see what it is like');
      await keys.button('Ask for access');
      await page.getByRole('heading', { level: 1, name: 'Access to Wished by keys' }).waitFor();
    },
    'requests.withdraw': async ({ keys }) => {
      await keys.button('Withdraw');
      await keys.confirm('Withdraw');
    },
    'requests.approve': async ({ keys, made }) => {
      await keys.open(made.approved);
      await keys.button('Approve');
      await keys.confirm('Approve');
    },
    'requests.deny': async ({ keys, made }) => {
      await keys.open(made.denied);
      await keys.button('Deny');
      await keys.type('Reason', 'ask the other team');
      await keys.confirm('Deny');
    },
  },
);
