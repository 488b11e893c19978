/** One of each thing that has pages of its own; ids or slugs, as they stand in addresses. */
export interface Places {
  readonly api: string;
  readonly scope: string;
  readonly group: string;
  readonly person: string;
  /** Null where there is no token yet. */
  readonly token: string | null;
  /** A token that opens all of Keyward; null where there is none yet. */
  readonly manager: string | null;
  /** A trust rule, and a destination; null where there are none. */
  readonly rule: string | null;
  readonly destination: string | null;
  /** A webhook with a delivery of it; null where there are none. */
  readonly webhook: string | null;
  readonly delivery: string | null;
  /** An identity provider, switched off. */
  readonly provider: string | null;
  /** A group that a provisioning client pushes. */
  readonly pushed: string | null;
  /** A campaign of access reviews, and its open review; null where there are none. */
  readonly campaign: string | null;
  readonly review: string | null;
}

export interface Route {
  readonly title: string;
  /** Null where this installation has no such page. */
  readonly path: (places: Places) => string | null;
  /** Looks the same whatever the installation holds. */
  readonly isFixed?: true;
}

const at = (path: string): Route => ({ title: path, path: () => path });
const fixed = (path: string): Route => ({ ...at(path), isFixed: true });
const ofToken = (tab: string): Route => ({
  title: `a token${tab && `, ${tab}`}`,
  path: ({ token }) => token && `/tokens/${token}${tab && `?tab=${tab}`}`,
});
const ofGroup = (tab: string): Route => ({
  title: `a group${tab && `, ${tab}`}`,
  path: ({ group }) => `/groups/${group}${tab && `?tab=${tab}`}`,
});
const ofDestination = (page: string): Route => ({
  title: `a destination${page && `, ${page}`}`,
  path: ({ destination }) =>
    destination && `/settings/destinations/${destination}${page && `/${page}`}`,
});
const ofWebhook = (page: string): Route => ({
  title: `a webhook${page && `, ${page}`}`,
  path: ({ webhook }) => webhook && `/settings/webhooks/${webhook}${page && `/${page}`}`,
});
const ofProvider = (page: string): Route => ({
  title: `a provider${page && `, ${page}`}`,
  path: ({ provider }) => provider && `/settings/single-sign-on/${provider}${page && `/${page}`}`,
});
const ofReview = (tab: string): Route => ({
  title: `a review${tab && `, ${tab}`}`,
  path: ({ review }) => review && `/reviews/${review}${tab && `?tab=${tab}`}`,
});
const ofApi = (tab: string): Route => ({
  title: `an API${tab && `, ${tab}`}`,
  path: ({ api }) => `/apis/${api}${tab && `?tab=${tab}`}`,
});
const ofPerson = (tab: string): Route => ({
  title: `a person${tab && `, ${tab}`}`,
  path: ({ person }) => `/people/${person}${tab && `?tab=${tab}`}`,
});

/** Every page of the dashboard. */
export const ROUTES: readonly Route[] = [
  at('/'),
  at('/tokens'),
  at('/tokens/new'),
  at('/tokens/expiries'),
  ...['', 'usage', 'lineage', 'schedule', 'activity'].map(ofToken),
  { title: 'a token of everything', path: ({ manager }) => manager && `/tokens/${manager}` },
  { title: 'a token, less of it', path: ({ token }) => token && `/tokens/${token}/delegate` },
  at('/groups'),
  fixed('/groups/new'),
  ...['', 'scopes', 'tokens', 'tokens&ahead=7', 'policy', 'activity'].map(ofGroup),
  { title: 'a group, new account', path: ({ group }) => `/groups/${group}/service-accounts/new` },
  at('/apis'),
  ...['', 'scopes', 'callers', 'settings'].map(ofApi),
  { title: 'an API, import', path: ({ api }) => `/apis/${api}/import` },
  { title: 'a new scope', path: ({ api }) => `/apis/${api}/scopes/new` },
  { title: 'a scope', path: ({ api, scope }) => `/apis/${api}/scopes/${scope}` },
  at('/people'),
  fixed('/people/new'),
  at('/people/invitations'),
  ...['', 'tokens', 'sessions', 'activity'].map(ofPerson),
  { title: 'a person, offboarding', path: ({ person }) => `/people/${person}/offboard` },
  ...['', '?tab=tokens', '?tab=security'].map((tab) => at(`/profile${tab}`)),
  at('/audit'),
  at('/audit?q=kind:decision'),
  at('/respond'),
  at('/respond/radius'),
  at('/respond/several'),
  at('/respond/anomalies'),
  at('/respond/incidents'),
  fixed('/respond/incidents/new'),
  {
    title: 'a blast radius',
    // With its times, to which an address without them leads: that would be two pages.
    path: ({ group }) =>
      `/respond/radius?group=${group}&from=2026-01-01T00:00:00Z&to=2026-01-02T00:00:00Z`,
  },
  at('/requests'),
  at('/requests/new'),
  ...['', '?tab=campaigns', '/new'].map((page) => at(`/reviews${page}`)),
  ...['', 'groups'].map(ofReview),
  { title: 'a campaign', path: ({ campaign }) => campaign && `/reviews/campaigns/${campaign}` },
  at('/notices'),
  at('/settings'),
  at('/settings/sessions'),
  fixed('/settings/password'),
  at('/settings/policy'),
  at('/settings/workloads'),
  at('/settings/workloads/new'),
  { title: 'a trust rule', path: ({ rule }) => rule && `/settings/workloads/${rule}` },
  at('/settings/single-sign-on'),
  at('/settings/single-sign-on/new'),
  ...['', 'edit'].map(ofProvider),
  at('/settings/provisioning'),
  {
    title: 'a pushed group',
    path: ({ pushed }) => pushed && `/settings/provisioning/${pushed}`,
  },
  at('/settings/destinations'),
  at('/settings/destinations/new'),
  ...['', 'edit'].map(ofDestination),
  at('/settings/webhooks'),
  at('/settings/webhooks/new'),
  ...['', 'edit'].map(ofWebhook),
  {
    title: 'a delivery of a webhook',
    path: ({ webhook, delivery }) =>
      webhook && `/settings/webhooks/${webhook}/deliveries/${delivery}`,
  },
  at('/settings/sinks'),
  at('/settings/mail'),
  at('/settings/configuration'),
  at('/settings/retention'),
  at('/settings/verifiers'),
  fixed('/settings/preferences'),
  fixed('/settings/about'),
];

/** And every page for those who aren't signed in. */
export const SIGNED_OUT = ['/sign-in', '/sign-in/proof', '/setup'].map((path) => ({
  title: path,
  path,
}));

/** Pages that none of these is, by their folder under `app/`, each with the reason. */
export const UNVISITED: Readonly<Record<string, string>> = {
  'respond/incidents/[incident]': 'One must have been opened: incidents.spec.ts looks at it.',
  'requests/[request]': 'Somebody must have asked for something: requests.spec.ts looks at it.',
  'sign-in/second-factor':
    'Shown between a password and the session alone: second-factors.spec.ts looks at it.',
};
