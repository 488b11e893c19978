import type { Control } from './control';
import type { Places } from './routes';

/** Makes an API, a scope, a group with a member, and a token, all named after the test. */
export async function makePlaces(control: Control, slug: string, person: string): Promise<Places> {
  const api = { slug, name: `API ${slug}`, hosts: [`${slug}.example.com`], basePath: '/' };
  await control.post('/apis', api);
  const operation = { name: 'listParcels', method: 'GET', pathTemplate: '/parcels' };
  await control.post(`/apis/${slug}/operations`, operation);
  const scope = await control.post('/scopes', {
    api: slug,
    name: 'parcels:read',
    operations: ['listParcels'],
  });
  await control.post('/groups', { slug, name: `Group ${slug}` });
  await control.put(`/groups/${slug}/scopes`, { scopes: [`${slug}/parcels:read`] });
  await control.patch(`/groups/${slug}/members`, { add: [{ identity: person, role: 'lead' }] });
  const { token } = await control.post('/tokens', {
    identity: person,
    group: slug,
    name: `token ${slug}`,
  });
  const issuer = 'https://login.example.com';
  // Switched off: the sign-in page of other tests has no button for it.
  const provider = { slug, name: `Provider ${slug}`, issuer, clientId: 'keyward', enabled: false };
  await control.post('/sso-providers', provider);
  const noPipelines = {
    manager: null,
    rule: null,
    destination: null,
    webhook: null,
    delivery: null,
  };
  return {
    api: slug,
    scope: scope.id,
    group: slug,
    person,
    token: token.id,
    provider: slug,
    ...{ pushed: null, campaign: null, review: null },
    ...noPipelines,
  };
}
