import type { Browser, Page } from '@playwright/test';
import type { Control } from './control';
import { makePerson, newBrowser } from './others';
import { acceptInvitation } from './session';
import { expect } from './test';

/** Creates a token for who is signed in, with everything the group opens. @returns its secret */
async function mintOwn(page: Page, group: string, purpose: string): Promise<string> {
  await page.goto(`/tokens/new?group=${group}`);
  await page.getByRole('textbox', { name: 'Purpose' }).fill(purpose);
  await page.getByRole('checkbox', { name: /^Everything/ }).check();
  await page.getByRole('button', { name: 'Create token' }).click();
  const dialog = page.getByRole('alertdialog', { name: `${purpose} is ready` });
  const secret = await dialog.getByRole('textbox', { name: 'Secret' }).inputValue();
  await dialog.getByRole('checkbox', { name: 'I have stored it in a safe place' }).check();
  await dialog.getByRole('button', { name: 'Done' }).click();
  await expect(page.getByRole('heading', { level: 1, name: purpose })).toBeVisible();
  return secret;
}

/** Somebody who leads a group and is signed in, in a browser of their own. */
export async function makeLead(
  { browser, baseURL, control }: { browser: Browser; baseURL?: string; control: Control },
  { name, group }: { name: string; group: string },
) {
  const { id, link } = await makePerson(control, { name, email: `lead@${group}.example.com` });
  await control.patch(`/groups/${group}/members`, { add: [{ identity: id, role: 'lead' }] });
  const { page, close } = await newBrowser(browser, baseURL);
  await acceptInvitation(page, link);
  return { id, page, close };
}

/** Somebody with a session and a token, both their own. */
export async function makeHolder(
  world: Parameters<typeof makeLead>[0],
  who: { name: string; group: string },
) {
  const { id, page, close } = await makeLead(world, who);
  const secret = await mintOwn(page, who.group, `of ${who.name}`);
  await close();
  return { id, secret };
}
