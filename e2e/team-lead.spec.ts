import { makeLead } from './support/holders';
import { makePerson } from './support/others';
import { persona, WIDTHS } from './support/persona';
import { makePlaces } from './support/places';
import { runCommand } from './support/run-command';
import { expectNoRow, expectRowVisible } from './support/table';
import { expect, expectAccessible, signedInTest as test } from './support/test';
import { expectToast } from './support/toast';

test('a team lead’s home asks nothing that they are refused: the log holds no refusal', async ({
  browser,
  baseURL,
  control,
  administrator,
}) => {
  await makePlaces(control, 'quiet', administrator.identityId);
  const world = { browser, control, ...(baseURL && { baseURL }) };
  const { id, page, close } = await makeLead(world, { name: 'Quinn Quiet', group: 'quiet' });
  await page.goto('/');
  await expect(page.getByRole('region', { name: 'Groups you lead' })).toBeVisible();
  expect((await control.get(`/audit?q=actor:${id} outcome:denied`)).items).toEqual([]);
  expect((await control.get(`/audit?q=actor:${id}`)).items).not.toEqual([]);
  await close();
});

for (const [width, height] of WIDTHS) {
  test.describe(`at ${width} px`, () => {
    test('a team lead onboards a teammate by keys alone', async ({
      browser,
      baseURL,
      control,
      administrator,
    }) => {
      const slug = `onboard-${width}`;
      await makePlaces(control, slug, administrator.identityId);
      const email = `max@${slug}.example.com`;
      await makePerson(control, { name: 'Max Mate', email });
      const world = { browser, control, ...(baseURL && { baseURL }) };
      const { page, close } = await makeLead(world, { name: 'Tea Lead', group: slug });
      await page.setViewportSize({ width, height });
      await page.goto(`/groups/${slug}`);

      const add = persona(page, {
        ...{ task: 'a teammate onboarded', interactions: 6, seconds: 60, byKeys: true },
      });
      await add.use(page.getByRole('button', { name: 'Add members' }).first());
      const dialog = page.getByRole('dialog', { name: `Add members to Group ${slug}` });
      await add.paste(dialog.getByRole('textbox', { name: 'Or paste a list' }), email);
      await add.press('Control+Enter');
      await expect(dialog).toBeHidden();
      const bar = page.getByRole('region', { name: 'Unsaved edits' });
      await expect(bar.getByRole('status')).toHaveText('+1 member · gains 1 operation');
      await expect(bar).toBeInViewport({ ratio: 1 });
      await expectAccessible(page);
      await add.use(bar.getByRole('button', { name: 'Save members' }));
      await expectToast(page, `Members of Group ${slug} saved`);
      add.finish();
      await expectRowVisible(page.getByRole('table', { name: `Members of Group ${slug}` }), {
        Name: 'Max Mate',
        State: 'Active',
      });
      await close();
    });

    test('a team lead adds five people and removes one in one save, having seen what it changes', async ({
      browser,
      baseURL,
      control,
      administrator,
    }) => {
      const slug = `five-${width}`;
      await makePlaces(control, slug, administrator.identityId);
      const makeOne = (who: string) =>
        control.post('/identities', {
          ...{ type: 'person', name: `${who} of ${slug}`, email: `${who}@${slug}.example.com` },
        });
      const { id: goes } = await makeOne('Gus');
      await control.patch(`/groups/${slug}/members`, { add: [{ identity: goes }] });
      const people = await Promise.all(['Ann', 'Bea', 'Cem', 'Dov', 'Eve'].map(makeOne));
      const world = { browser, control, ...(baseURL && { baseURL }) };
      const { page, close } = await makeLead(world, { name: 'Tea Lead', group: slug });
      await page.setViewportSize({ width, height });
      await page.goto(`/groups/${slug}`);
      const table = page.getByRole('table', { name: `Members of Group ${slug}` });

      const edit = persona(page, {
        ...{ task: 'five added, one removed, one save', interactions: 8, seconds: 40 },
      });
      await edit.use(page.getByRole('button', { name: `Actions for Gus of ${slug}` }));
      await edit.choose(page.getByRole('menuitem', { name: 'Remove from group' }));
      await edit.use(page.getByRole('button', { name: 'Add members' }).first());
      const dialog = page.getByRole('dialog', { name: `Add members to Group ${slug}` });
      const list = people.map(({ email }) => email).join('\n');
      await edit.paste(dialog.getByRole('textbox', { name: 'Or paste a list' }), list);
      await edit.use(dialog.getByRole('button', { name: 'Stage 5 members' }));
      const bar = page.getByRole('region', { name: 'Unsaved edits' });
      await expect(bar.getByRole('status')).toHaveText(
        '+5 −1 members · 0 tokens revoked · each gains 1 operation',
      );
      await edit.use(bar.getByRole('button', { name: 'Save members' }));
      await expectToast(page, `Members of Group ${slug} saved`);
      edit.finish();
      await expectRowVisible(table, { Name: `Eve of ${slug}`, State: 'Active' });
      await expectNoRow(table, { Name: `Gus of ${slug}` });
      await close();
    });

    test('a team lead creates a token that can do little, copies it and sees that it works', async ({
      browser,
      baseURL,
      request,
      control,
      administrator,
    }) => {
      const slug = `little-${width}`;
      await makePlaces(control, slug, administrator.identityId);
      const world = { browser, control, ...(baseURL && { baseURL }) };
      const { page, close } = await makeLead(world, { name: 'Tea Lead', group: slug });
      await page.setViewportSize({ width, height });
      await page.goto('/');

      const make = persona(page, {
        ...{ task: 'least-privilege token made, copied, tried', interactions: 6, seconds: 60 },
      });
      await make.use(page.getByRole('link', { name: 'Create token' }).first());
      const purpose = page.getByRole('textbox', { name: 'Purpose' });
      await expect(purpose).toBeFocused();
      await page.keyboard.insertText('nightly export');
      await make.use(page.getByRole('checkbox', { name: `${slug}/parcels:read` }), 'Space');
      await make.use(page.getByRole('button', { name: 'Create token' }));
      const dialog = page.getByRole('alertdialog', { name: 'nightly export is ready' });
      // The command has the secret in it, so that one copy does for both.
      const command = await dialog.getByRole('textbox', { name: 'Try it' }).inputValue();
      await make.use(dialog.getByRole('button', { name: 'Copy try it' }));
      await expect(dialog.getByText('Copied', { exact: true })).toBeVisible();
      const secret = await dialog.getByRole('textbox', { name: 'Secret' }).inputValue();
      expect(command).toContain(secret);
      make.elsewhere(2);
      expect((await runCommand(request, command)).status()).toBe(200);
      await expect(dialog.getByText('First use seen')).toBeVisible();
      make.finish();
      await close();
    });

    test('a team lead is told why a token may call an operation', async ({
      browser,
      baseURL,
      control,
      administrator,
    }) => {
      const slug = `because-${width}`;
      const { token } = await makePlaces(control, slug, administrator.identityId);
      const world = { browser, control, ...(baseURL && { baseURL }) };
      const { page, close } = await makeLead(world, { name: 'Tea Lead', group: slug });
      await page.setViewportSize({ width, height });
      await page.goto(`/tokens/${token}`);

      const look = persona(page, { task: 'why may this token', interactions: 1, seconds: 5 });
      await look.click(page.getByRole('button', { name: 'Why: listParcels' }));
      const links = page.getByRole('dialog', { name: 'Why' }).getByRole('listitem');
      await expect(links).toContainText([
        ...['listParcels', 'parcels:read', `Group ${slug}`, 'Ada Byron', `token ${slug}`],
      ]);
      look.finish();
      await close();
    });
  });
}
