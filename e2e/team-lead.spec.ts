import { tabTo } from './support/keys';
import { makePerson, newBrowser } from './support/others';
import { makePlaces } from './support/places';
import { acceptInvitation } from './support/session';
import { expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

const MOST_INTERACTIONS = 6;
const MOST_SECONDS = 60;

for (const [width, height] of [
  [1440, 900],
  [390, 844],
] as const) {
  test(`a team lead onboards a teammate by keys alone, ${width} wide`, async ({
    browser,
    baseURL,
    control,
    administrator,
  }) => {
    const slug = `onboard-${width}`;
    await makePlaces(control, slug, administrator.identityId);
    const lead = await makePerson(control, { name: 'Tea Lead', email: `tea@${slug}.example.com` });
    const email = `max@${slug}.example.com`;
    await makePerson(control, { name: 'Max Mate', email });
    await control.patch(`/groups/${slug}/members`, { add: [{ identity: lead.id, role: 'lead' }] });
    const theirs = await newBrowser(browser, baseURL);
    const { page } = theirs;
    await acceptInvitation(page, lead.link);
    await page.setViewportSize({ width, height });
    await page.goto(`/groups/${slug}`);
    const begun = Date.now();
    let interactions = 0;
    const press = async (keys: string) => {
      interactions += 1;
      await page.keyboard.press(keys);
    };

    await tabTo(page, page.getByRole('button', { name: 'Add members' }).first());
    await press('Enter');
    const dialog = page.getByRole('dialog', { name: `Add members to Group ${slug}` });
    await tabTo(page, dialog.getByRole('textbox', { name: 'Or paste a list' }));
    interactions += 1;
    await page.keyboard.insertText(email);
    await press('Control+Enter');
    await expect(dialog).toBeHidden();
    const bar = page.getByRole('region', { name: 'Unsaved edits' });
    await expect(bar.getByRole('status')).toHaveText('+1 member · gains 1 operation');
    await expect(bar).toBeInViewport({ ratio: 1 });
    await expectAccessible(page);
    await tabTo(page, bar.getByRole('button', { name: 'Save members' }));
    await press('Enter');
    await expectToast(page, `Members of Group ${slug} saved`);
    const seconds = (Date.now() - begun) / 1000;
    await expectRowVisible(page.getByRole('table', { name: `Members of Group ${slug}` }), {
      Name: 'Max Mate',
      State: 'Active',
    });
    process.stdout.write(
      `a team lead onboards a teammate at ${width} px: ${interactions} interactions (at most ${MOST_INTERACTIONS}), ${seconds.toFixed(1)} s (at most ${MOST_SECONDS})\n`,
    );
    expect(interactions).toBeLessThanOrEqual(MOST_INTERACTIONS);
    expect(seconds).toBeLessThan(MOST_SECONDS);
    await theirs.close();
  });
}
