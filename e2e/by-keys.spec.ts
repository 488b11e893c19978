import { JOURNEYS } from './keys/journeys';
import { atKeyboard } from './support/keys';
import { makePerson } from './support/others';
import { acceptInvitation } from './support/session';
import { test } from './support/test';

test.use({ reducedMotion: 'reduce' });

/** From now on no pointer may be used: whoever does so makes the page complain. */
const NO_POINTER = () =>
  window.addEventListener('pointerdown', () => console.error('a pointer was used'), true);

for (const { title, travel } of JOURNEYS) {
  test(`${title}, each change by keys alone`, async ({ page, control, browser, stage }) => {
    test.setTimeout(600_000);
    const person = {
      name: `Kay of ${title}`,
      email: `kay@${title.replaceAll(' ', '-')}.example.com`,
    };
    const { id, link } = await makePerson(control, person);
    await control.patch('/groups/administrators/members', { add: [{ identity: id }] });
    await acceptInvitation(page, link);
    const keys = atKeyboard(page);
    const { dashboardUrl: baseURL, verifierUrl, administrator } = stage;
    const surroundings = { control, administrator, browser, baseURL, verifierUrl };
    const given = { ...surroundings, page, keys, me: { ...person, id } };
    await travel(given, async () => {
      await page.addInitScript(NO_POINTER);
    });
  });
}
