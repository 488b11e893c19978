// oidc-provider's introspection (RFC 7662) with opaque tokens in a Map: no database at all, the most
// favourable store there is. Its own in-memory store forgets all but a thousand entries.
import { readFileSync } from 'node:fs';
import { Provider } from 'oidc-provider';
import { serve } from './serve.mjs';

const count = JSON.parse(readFileSync(process.argv[2], 'utf8')).length;
const stores = new Map();

class MapStore {
  constructor(name) {
    if (!stores.has(name)) stores.set(name, new Map());
    this.entries = stores.get(name);
  }
  async upsert(id, payload) {
    this.entries.set(id, payload);
  }
  async find(id) {
    return this.entries.get(id);
  }
  async destroy(id) {
    this.entries.delete(id);
  }
}

const client = {
  client_id: 'bench',
  client_secret: 'only a benchmark uses this client',
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  token_endpoint_auth_method: 'client_secret_post',
};
const provider = new Provider('http://127.0.0.1', {
  adapter: MapStore,
  clients: [client],
  ttl: { ClientCredentials: 86_400 },
  features: {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    introspection: { enabled: true, allowedPolicy: () => true },
  },
});

const registered = await provider.Client.find(client.client_id);
const requests = [];
while (requests.length < count) {
  const issued = new provider.ClientCredentials({ client: registered, scope: 'repos:read' });
  const form = { token: await issued.save(), client_id: client.client_id };
  requests.push({
    method: 'POST',
    path: '/token/introspection',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...form, client_secret: client.client_secret }).toString(),
  });
}
serve(provider.callback(), requests);
