type Query = Record<string, string | number | boolean | undefined>;

function withQuery(path: string, query?: Query): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== '') parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text ? `${path}?${text}` : path;
}

const segment = encodeURIComponent;

/** Every address of the dashboard. Ids may be TypeIDs or, where they exist, slugs. */
export const paths = {
  overview: () => '/',
  signIn: (query?: { callbackUrl?: string; reason?: string; error?: string }) =>
    withQuery('/sign-in', query),
  secondFactor: (query?: { callbackUrl?: string }) => withQuery('/sign-in/second-factor', query),
  /** Where a provider leads back to that was to prove who somebody is. */
  proof: (query?: { proof?: string; outcome?: string }) => withQuery('/sign-in/proof', query),
  setup: () => '/setup',
  tokens: (query?: Query) => withQuery('/tokens', query),
  tokenExpiries: () => '/tokens/expiries',
  tokenNew: (query?: { group?: string; identity?: string }) => withQuery('/tokens/new', query),
  token: (id: string, tab?: string) => withQuery(`/tokens/${segment(id)}`, { tab }),
  /** Its page, with the dialog open that asks for what is to be done. */
  tokenAsk: (id: string, ask: 'rotate') => withQuery(`/tokens/${segment(id)}`, { ask }),
  tokenDelegate: (id: string) => `/tokens/${segment(id)}/delegate`,
  groups: (query?: Query) => withQuery('/groups', query),
  groupNew: () => '/groups/new',
  groupServiceNew: (id: string) => `/groups/${segment(id)}/service-accounts/new`,
  group: (id: string, tab?: string, query?: Query) =>
    withQuery(`/groups/${segment(id)}`, { tab, ...query }),
  apis: (query?: Query) => withQuery('/apis', query),
  apiNew: () => '/apis/new',
  api: (id: string, tab?: string) => withQuery(`/apis/${segment(id)}`, { tab }),
  /** Who can call an operation of the API: the permalink of the answer. */
  apiCallers: (id: string, operation?: string) =>
    withQuery(`/apis/${segment(id)}`, { tab: 'callers', operation }),
  apiImport: (id: string) => `/apis/${segment(id)}/import`,
  /** Takes a document by POST: previews it, or applies it. */
  apiDocument: (id: string, query?: { apply: true }) =>
    withQuery(`/apis/${segment(id)}/import/document`, query),
  scopeNew: (api: string, query?: { operation?: string }) =>
    withQuery(`/apis/${segment(api)}/scopes/new`, query),
  scope: (api: string, scope: string) => `/apis/${segment(api)}/scopes/${segment(scope)}`,
  people: (query?: Query) => withQuery('/people', query),
  invitations: () => '/people/invitations',
  personNew: (query?: { type?: 'person' | 'service' }) => withQuery('/people/new', query),
  person: (id: string, tab?: string) => withQuery(`/people/${segment(id)}`, { tab }),
  personOffboard: (id: string) => `/people/${segment(id)}/offboard`,
  profile: (tab?: string) => withQuery('/profile', { tab }),
  audit: (query?: Query) => withQuery('/audit', query),
  auditEvent: (id: string) => withQuery('/audit', { event: id }),
  /** Answers a log as a file. */
  auditExport: (log: 'changes' | 'decisions', query: Query) =>
    withQuery(`/audit/export/${log}`, query),
  /** Answers what arrives, as server-sent events. */
  auditTail: (query: Query) => withQuery('/audit/tail', query),
  decision: (id: string) => withQuery('/audit', { decision: id }),
  respond: (query?: { ip?: string }) => withQuery('/respond', query),
  /** Tokens by who made them, or by where they were used from. */
  respondSeveral: (query?: { ip?: string; by?: string }) => withQuery('/respond/several', query),
  /** What a token, an identity, a group or an address did; without times, in the last 24 hours. */
  radius: (query: Query) => withQuery('/respond/radius', query),
  /** The same as a file. */
  radiusMarkdown: (query: Query) => withQuery('/respond/radius/markdown', query),
  incidents: (query?: Query) => withQuery('/respond/incidents', query),
  incidentNew: (query?: {
    token?: string;
    identity?: string;
    group?: string;
    ip?: string;
    name?: string;
  }) => withQuery('/respond/incidents/new', query),
  incident: (id: string) => `/respond/incidents/${segment(id)}`,
  /** Answers it as a file. */
  incidentExport: (id: string, format: 'md' | 'ndjson') =>
    withQuery(`/respond/incidents/${segment(id)}/export`, { format }),
  /** Uses out of the ordinary. */
  anomalies: (query?: Query) => withQuery('/respond/anomalies', query),
  requests: (query?: Query) => withQuery('/requests', query),
  requestNew: (query?: { group?: string; operation?: string }) => withQuery('/requests/new', query),
  request: (id: string) => `/requests/${segment(id)}`,
  reviews: (query?: Query) => withQuery('/reviews', query),
  reviewNew: () => '/reviews/new',
  review: (id: string, query?: Query) => withQuery(`/reviews/${segment(id)}`, query),
  /** Answers the evidence as a file. */
  reviewExport: (id: string, format: 'csv' | 'ndjson') =>
    withQuery(`/reviews/${segment(id)}/export`, { format }),
  reviewCampaign: (id: string) => `/reviews/campaigns/${segment(id)}`,
  notices: (query?: Query) => withQuery('/notices', query),
  /** Takes what ends, stops or brings back tokens, by POST. */
  changes: () => '/changes',
  /** Answers what pages ask while they are read, by POST. */
  questions: () => '/questions',
  trustRuleNew: (query?: { attempt?: string }) => withQuery('/settings/workloads/new', query),
  trustRule: (id: string) => `/settings/workloads/${segment(id)}`,
  linkedAccounts: (query?: { link?: string; outcome?: string }) =>
    withQuery('/settings/password', query),
  ssoProviderNew: () => '/settings/single-sign-on/new',
  ssoProvider: (slug: string, query?: { test?: string }) =>
    withQuery(`/settings/single-sign-on/${segment(slug)}`, query),
  ssoProviderEdit: (slug: string) => `/settings/single-sign-on/${segment(slug)}/edit`,
  pushedGroup: (id: string) => `/settings/provisioning/${segment(id)}`,
  destinationNew: () => '/settings/destinations/new',
  destination: (id: string) => `/settings/destinations/${segment(id)}`,
  destinationEdit: (id: string) => `/settings/destinations/${segment(id)}/edit`,
  webhookNew: () => '/settings/webhooks/new',
  webhook: (id: string, query?: Query) => withQuery(`/settings/webhooks/${segment(id)}`, query),
  webhookEdit: (id: string) => `/settings/webhooks/${segment(id)}/edit`,
  webhookDelivery: (webhook: string, delivery: string) =>
    `/settings/webhooks/${segment(webhook)}/deliveries/${segment(delivery)}`,
  /** Takes a configuration file by POST: exports one, compares one, or applies it. */
  configurationFile: () => '/settings/configuration/file',
  settings: (section?: string) => (section ? `/settings/${segment(section)}` : '/settings'),
} as const;
