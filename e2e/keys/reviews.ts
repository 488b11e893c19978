import { journey } from '../support/journey';
import { expect } from '../support/test';

const TITLE = 'Looked at by keys · 1';

export const REVIEWS = journey(
  'reviews',
  async ({ control }) => {
    await control.post('/groups', { slug: 'keys-reviewed', name: 'Reviewed by keys' });
    for (const name of ['Una', 'Vic']) {
      const email = `${name.toLowerCase()}@reviews.keys.example.com`;
      const { id } = await control.post('/identities', { type: 'person', name, email });
      await control.patch('/groups/keys-reviewed/members', { add: [{ identity: id }] });
    }
    return { review: '' };
  },
  {
    'reviewCampaigns.create': async ({ keys, page, made }) => {
      await keys.open('/reviews/new');
      await keys.type('Name', 'Looked at by keys');
      await keys.pick('Some groups');
      await keys.choose('Chosen groups', 'Reviewed by keys');
      await page.keyboard.press('Escape');
      await keys.button('Create campaign');
      await expect(page.getByRole('heading', { level: 1, name: TITLE })).toBeVisible();
      made.review = new URL(page.url()).pathname;
    },
    'reviews.decide': async ({ keys, made }) => {
      await keys.open(made.review);
      await keys.menu(/^Actions for Una/, 'End…');
      await keys.type('Note', 'left the team');
      await keys.confirm('End');
    },
    'reviews.apply': async ({ keys, made }) => {
      await keys.open(`${made.review}?tab=groups`);
      await keys.menu('Actions for Reviewed by keys', 'Apply now…');
      await keys.confirm('Apply now');
    },
    'reviews.close': async ({ keys, made }) => {
      await keys.open(made.review);
      await keys.button('Close now');
      await keys.confirm('Close now');
    },
    'reviewCampaigns.update': async ({ keys, page }) => {
      await keys.open('/reviews?tab=campaigns');
      await keys.press(page.getByRole('link', { name: 'Looked at by keys', exact: true }));
      await expect(
        page.getByRole('heading', { level: 1, name: 'Looked at by keys' }),
      ).toBeVisible();
      await keys.type('Days to decide', '9');
      await keys.button('Save');
    },
    'reviewCampaigns.end': async ({ keys }) => {
      await keys.button('End campaign');
      await keys.confirm('End campaign');
    },
    // Of the review that was to be decided.
    'notices.markRead': async ({ keys, page }) => {
      await keys.open('/notices');
      await keys.press(page.getByRole('button', { name: /^Mark read: / }).first());
    },
  },
);
