import type { EventAction } from '@/domain/base/operation-names';
import { DAY_SECONDS } from './acts';

/** `Name` → email before `@northwind.example`. The first is the administrator who signs in. */
export const DEMO_PEOPLE = [
  'Mara Lindqvist',
  'Tomasz Wieczorek',
  'Aiko Tanabe',
  'Chidi Okonjo',
  'Lena Brandt',
  'Rafael Moreno',
  'Priya Raghunathan',
  'Jonas Eklund',
  'Nadia Haddad',
  'Oskar Nyberg',
  'Sofia Almeida',
  'Dmitri Volkov',
  'Grace Whitfield',
  'Hugo Lefèvre',
  'Ines Castellano',
  'Kwame Boateng',
  'Yuki Shimada',
  'Amara Diallo',
  'Felix Gruber',
  'Elif Yıldız',
  'Marcus O’Connell',
  'Zofia Kamińska',
  'Alexandria Montgomery-Featherstonehaugh',
  'Bao Nguyen',
] as const;

export const DEMO_SERVICES = [
  'invoice-mailer',
  'ledger-sync',
  'route-planner',
  'vehicle-gateway',
  'partner-portal',
  'nightly-reports',
  'checkout-edge',
  'deploy-runner',
] as const;

export interface DemoGroup {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly scopes: readonly string[];
  readonly policy?: { maxTtlSeconds?: number; defaultTtlSeconds?: number; allowedCidrs?: string[] };
  /** Indexes into DEMO_PEOPLE; the first leads. */
  readonly people: readonly number[];
  readonly services: readonly string[];
  /** What it could open besides, until somebody narrowed it. */
  readonly scopesUntil?: { readonly daysAgo: number; readonly scopes: readonly string[] };
  readonly frozen?: { readonly daysAgo: number };
}

/** Who came to a group lately, by index into DEMO_PEOPLE, and how many days ago. */
const LATE: Readonly<Record<string, Readonly<Record<number, number>>>> = {
  billing: { 8: 26, 22: 12 },
  treasury: { 4: 20 },
  'dispatch-operations': { 17: 23, 16: 6 },
  fleet: { 19: 16 },
};

/** Days since somebody joined; null where they were there when the group was made. */
export const joinedDaysAgo = (group: string, person: number): number | null =>
  LATE[group]?.[person] ?? null;

export const DEMO_GROUPS: readonly DemoGroup[] = [
  {
    slug: 'billing',
    name: 'Billing',
    description: 'Invoices and customers, without money movement.',
    scopes: [
      'billing/invoices:read',
      'billing/invoices:write',
      'billing/customers:read',
      'billing/customers:write',
    ],
    people: [4, 5, 6, 7, 8, 22],
    services: ['invoice-mailer', 'ledger-sync'],
  },
  {
    slug: 'treasury',
    name: 'Treasury',
    description: 'Refunds and payouts. Short tokens from the office network only.',
    scopes: [
      'billing/payments:read',
      'billing/payments:refund',
      'billing/payouts:start',
      'billing/reports:read',
    ],
    policy: {
      maxTtlSeconds: DAY_SECONDS,
      defaultTtlSeconds: 8 * 3_600,
      allowedCidrs: ['10.20.0.0/16', '127.0.0.0/8'],
    },
    people: [9, 10, 4],
    services: [],
  },
  {
    slug: 'dispatch-operations',
    name: 'Dispatch operations',
    description: 'Book, plan and follow shipments around the clock.',
    scopes: [
      'dispatch/shipments:read',
      'dispatch/shipments:write',
      'dispatch/routes:plan',
      'dispatch/fleet:read',
      'dispatch/depots:read',
    ],
    people: [11, 12, 13, 14, 15, 16, 17],
    services: ['route-planner'],
  },
  {
    slug: 'fleet',
    name: 'Fleet',
    description: 'Vehicles, drivers and the devices on board.',
    scopes: ['dispatch/fleet:read', 'dispatch/fleet:manage', 'dispatch/tracking:write'],
    people: [18, 19],
    services: ['vehicle-gateway'],
  },
  {
    slug: 'partners',
    name: 'Partners',
    description: 'What the partner portal may do on behalf of shippers.',
    scopes: ['dispatch/shipments:read', 'dispatch/quotes:create'],
    policy: { maxTtlSeconds: 90 * DAY_SECONDS, defaultTtlSeconds: 30 * DAY_SECONDS },
    people: [20],
    services: ['partner-portal'],
  },
  {
    slug: 'reporting',
    name: 'Reporting',
    description: 'Read-only numbers for finance and the board.',
    scopes: [
      'billing/reports:read',
      'billing/payments:read',
      'billing/invoices:read',
      'dispatch/shipments:read',
    ],
    scopesUntil: { daysAgo: 13, scopes: ['billing/customers:read'] },
    people: [21, 10],
    services: ['nightly-reports'],
  },
  {
    slug: 'resource-servers',
    name: 'Resource servers',
    description: 'The services that ask the verifier about their callers.',
    scopes: ['keyward/keyward:verify'],
    people: [1],
    services: ['checkout-edge'],
  },
  {
    slug: 'contractors-2025',
    name: 'Contractors 2025',
    description: 'Frozen when the migration ended.',
    scopes: ['billing/invoices:read', 'dispatch/shipments:read'],
    people: [23],
    services: ['deploy-runner'],
    frozen: { daysAgo: 21 },
  },
];

/** Where its jobs and its secrets are; none of these answers. */
export const DEMO_TRUST_RULES = [
  {
    slug: 'ledger-release',
    name: 'Ledger releases',
    preset: 'github',
    issuer: 'https://token.actions.githubusercontent.com',
    audience: 'keyward',
    claims: { repository_id: '481516', ref: 'refs/heads/main', event_name: 'push' },
    identity: 'ledger-sync',
    group: 'billing',
    scopes: ['billing/invoices:read'],
  },
  {
    slug: 'fleet-gateway',
    name: 'Vehicle gateway pods',
    preset: 'kubernetes',
    issuer: 'https://kubernetes.northwind.example',
    audience: 'keyward',
    claims: { sub: 'system:serviceaccount:fleet:gateway' },
    identity: 'vehicle-gateway',
    group: 'fleet',
    ttlSeconds: 1_800,
  },
] as const;

export const DEMO_DESTINATIONS = [
  {
    name: 'Billing repository',
    place: { kind: 'github', owner: 'northwind-freight', repository: 'billing' },
    credential: 'env:BILLING_GITHUB_TOKEN',
    groups: ['billing'],
  },
  {
    name: 'Vault of the depots',
    place: { kind: 'vault', url: 'https://vault.northwind.example', path: 'depots/routing' },
    credential: 'file:/run/secrets/vault-token',
    groups: [],
  },
] as const;

export const DEMO_WEBHOOKS = [
  {
    name: 'On-call chat',
    url: 'https://chat.northwind.example/hooks/keyward',
    topics: ['tokens.revoke', 'groups.freeze'] satisfies readonly EventAction[],
    groups: ['billing', 'treasury'],
    // Nothing of the demo leaves the machine by itself.
    outcome: 'done',
    state: 'disabled',
  },
] as const;

/** Members of the built-in groups, by index into DEMO_PEOPLE. */
export const DEMO_STAFF = {
  administrators: [1],
  'incident-responders': [2, 3],
  auditors: [10],
} as const;
