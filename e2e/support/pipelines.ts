import { expect, type Page } from '@playwright/test';
import { controlApi } from './control';
import { LONG_NAME, nameAtLength } from './long-names';
import type { Places } from './routes';

/** A token of the administrator who is signed in, as its page gives it. */
async function mintManagementToken(page: Page): Promise<string> {
  await page.goto('/tokens/new?group=administrators');
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Setting up pipelines');
  await page.getByRole('combobox', { name: 'Acts for' }).click();
  await page.getByRole('listbox').getByRole('option').first().click();
  await page.getByRole('checkbox', { name: /^Everything/ }).check();
  await page.getByRole('button', { name: 'Create token' }).click();
  return page.getByRole('alertdialog').getByRole('textbox', { name: 'Secret' }).inputValue();
}

type Pipelines = Pick<
  Places,
  'rule' | 'destination' | 'webhook' | 'delivery' | 'provider' | 'pushed' | 'campaign' | 'review'
>;

/** Pushes a group with somebody in it, and a member that nobody has made. @returns its id */
async function pushGroup(page: Page, token: string): Promise<string> {
  const post = async (path: string, data: object) => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/scim+json' };
    const response = await page.request.post(`/scim/v2${path}`, { headers, data });
    expect(response.status(), path).toBe(201);
    return (await response.json()).id as string;
  };
  const core = (name: string) => ({ schemas: [`urn:ietf:params:scim:schemas:core:2.0:${name}`] });
  const user = await post('/Users', { ...core('User'), userName: 'pia@push.example.com' });
  const members = [{ value: user }, { value: 'nobody' }];
  return post('/Groups', { ...core('Group'), displayName: LONG_NAME, members });
}

/** In the sample organisation, one of each, with nothing behind any; these and the named have long names. */
export async function makePipelines(
  page: Page,
  named: Parameters<typeof nameAtLength>[1],
): Promise<Pipelines> {
  const token = await mintManagementToken(page);
  const control = controlApi(page.request, token);
  await nameAtLength(control, named);
  const destination = await control.post('/destinations', {
    name: LONG_NAME,
    place: { kind: 'webhook', url: 'https://hooks.example.com/secrets' },
    credential: 'env:NOT_SET_ANYWHERE',
  });
  // Nobody takes anything there: it is stuck.
  await control.post('/sinks', {
    name: 'Log store of the whole organisation',
    place: { kind: 'syslog', host: 'logs.keyward.example' },
  });
  const rule = await control.post('/trust-rules', {
    ...{ slug: 'builds', name: LONG_NAME, preset: 'oidc' },
    ...{ issuer: 'https://ci.example.com', audience: 'keyward', claims: { sub: 'project:74' } },
    ...{ group: 'billing', identity: 'invoice-mailer' },
  });
  const provider = await control.post('/sso-providers', {
    ...{ slug: 'okta', name: LONG_NAME, issuer: 'https://login.example.com', clientId: 'keyward' },
    ...{ groupsClaim: 'groups', enabled: false },
  });
  await control.put('/sso-providers/okta/mappings', {
    mappings: [{ externalGroup: '8f2c1f0e', group: 'billing', endsAfterSeconds: 2_592_000 }],
  });
  const url = 'https://hooks.example.com/keyward';
  const { webhook } = await control.post('/webhooks', { url, topics: ['tokens.*', '*.delete'] });
  const campaign = await control.post('/review-campaigns', { name: LONG_NAME });
  const delivery = await control.post(`/webhooks/${webhook.id}/test`, {});
  return {
    ...{ rule: rule.id, destination: destination.id },
    ...{ webhook: webhook.id, delivery: delivery.id, provider: provider.slug },
    ...{ campaign: campaign.id, review: campaign.review, pushed: await pushGroup(page, token) },
  };
}
