import type { Page } from '@playwright/test';
import { makePerson, newBrowser } from './support/others';
import { makePlaces } from './support/places';
import { ROUTES } from './support/routes';
import { acceptInvitation } from './support/session';
import { expect, openFully, signedInTest as test } from './support/test';

/** What a member of one group, who leads none, may use: their own things, and what they ask for. */
const OPEN: ReadonlySet<string> = new Set([
  ...['/', '/tokens', '/tokens/new', '/tokens/expiries', '/groups', '/apis'],
  ...['/profile', '/profile?tab=tokens', '/profile?tab=security', '/notices'],
  ...['/audit', '/audit?q=kind:decision', '/respond', '/respond/radius', 'a blast radius'],
  ...['/requests', '/requests/new', '/settings', '/settings/sessions', '/settings/password'],
  ...['/settings/preferences', '/settings/about'],
]);

/** What takes a right: none of it may stand ready for somebody who lacks the right. */
const TAKES_A_RIGHT =
  /^(Add|Change|Close|Create|Delete|Edit|End|Explain to|Freeze|Import|Make|New|Offboard|Open an incident|Revoke all|Save|Start|Stop|Suspend|Test)\b/;
/** What is anybody's own, or is only compared. */
const OWN = /^(Create token|Save name|Change password|Add a passkey|Add documents|End)$/;

const main = (page: Page) => page.getByRole('main');

/** What stands ready in the page though it would be refused. */
async function readyInVain(page: Page): Promise<string[]> {
  // A value that a list is narrowed by may be called as anything is.
  const ready = main(page).locator(
    'button:not([aria-disabled="true"], [aria-pressed], :disabled), a[href]',
  );
  const names = await ready.evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility() && !element.closest('nav, table'))
      .map((element) => (element.getAttribute('aria-label') ?? element.textContent ?? '').trim()),
  );
  return names.filter((name) => TAKES_A_RIGHT.test(name) && !OWN.test(name));
}

/** What is wrong with a page for somebody without rights; `isOpen` where it is theirs to use. */
async function lookedAt(page: Page, path: string, isOpen: boolean): Promise<string[]> {
  const { status } = await openFully(page, path);
  const problems = status === 200 ? [] : [`answered ${status}`];
  const refused = main(page).getByText('You don’t have access to this');
  const missing = main(page).getByText(/^It needs [\w.]+, which none of your groups grants/);
  const isLost = await page.getByRole('heading', { level: 1, name: 'Not found' }).isVisible();
  if (isOpen && isLost) problems.push('not found');
  if (!isOpen && !isLost) {
    if (!(await refused.first().isVisible())) problems.push('shows what is out of reach');
    else if (!(await missing.first().isVisible())) problems.push('does not say what is missing');
  }
  if (await refused.first().isVisible()) {
    const ask = main(page).getByRole('link', { name: 'Ask for access' });
    if (!(await ask.first().isVisible())) problems.push('does not say whom to ask');
  }
  const inVain = await readyInVain(page);
  if (inVain.length > 0) problems.push(`stands ready in vain: ${inVain.join(', ')}`);
  return problems;
}

test('a member without rights is told on each page what is missing, and is offered nothing in vain', async ({
  browser,
  baseURL,
  control,
  administrator,
}) => {
  test.setTimeout(600_000);
  const theirs = await makePlaces(control, 'within-reach', administrator.identityId);
  const others = await makePlaces(control, 'not-theirs', administrator.identityId);
  const member = { name: 'Mina Member', email: 'mina@within-reach.example.com' };
  const { id, link } = await makePerson(control, member);
  await control.patch('/groups/within-reach/members', { add: [{ identity: id, role: 'member' }] });
  const { page, close } = await newBrowser(browser, baseURL);
  await acceptInvitation(page, link);
  const findings: string[] = [];
  for (const [places, whose] of [
    [others, 'of others'],
    [theirs, 'of theirs'],
  ] as const) {
    for (const { title, path } of ROUTES) {
      const address = path(places);
      // A list is the same whatever else there is.
      if (address === null || (whose === 'of theirs' && path(others) === address)) continue;
      const isTheirs = whose === 'of theirs' && /^(a group|an API|a scope)/.test(title);
      const isOpen = OPEN.has(title) || (isTheirs && !/import|new account/.test(title));
      for (const problem of await lookedAt(page, address, isOpen)) {
        findings.push(`${title} ${whose}: ${problem}`);
      }
    }
  }
  await close();
  expect(findings).toEqual([]);
});

test('an auditor sees every page, and is offered nothing in vain', async ({
  browser,
  baseURL,
  control,
  administrator,
}) => {
  test.setTimeout(600_000);
  const places = await makePlaces(control, 'audited', administrator.identityId);
  const auditor = { name: 'Audrey Auditor', email: 'audrey@audited.example.com' };
  const { id, link } = await makePerson(control, auditor);
  await control.patch('/groups/auditors/members', { add: [{ identity: id, role: 'member' }] });
  const { page, close } = await newBrowser(browser, baseURL);
  await acceptInvitation(page, link);
  const findings: string[] = [];
  for (const { title, path } of ROUTES) {
    const address = path(places);
    if (address === null) continue;
    const { status } = await openFully(page, address);
    if (status !== 200) findings.push(`${title}: answered ${status}`);
    const inVain = await readyInVain(page);
    if (inVain.length > 0) findings.push(`${title}: stands ready in vain: ${inVain.join(', ')}`);
  }
  await close();
  expect(findings).toEqual([]);
});
