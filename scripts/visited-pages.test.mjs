import { globSync } from 'node:fs';
import { expect, it } from 'vitest';
import { ROUTES, SIGNED_OUT, UNVISITED } from '../e2e/support/routes';
import nextConfig from '../next.config.js';
import { inRoot } from './lib/root.mjs';

/** `settings/workloads/[rule]` for `app/(dashboard)/settings/workloads/[rule]/page.tsx`; '' for the first page. */
const pageOf = (file) =>
  file
    .split('/')
    .slice(0, -1)
    .filter((part) => !/^\(.*\)$/.test(part))
    .join('/');

/** The page of these that Next would show at an address: of two, the one that names more. */
function pageAt(address, pages) {
  const parts = address.split(/[?#]/)[0].split('/').filter(Boolean);
  const fits = (page) => {
    const wanted = page.split('/').filter(Boolean);
    return (
      wanted.length === parts.length &&
      wanted.every((part, index) => part.startsWith('[') || part === parts[index])
    );
  };
  const named = (page) => page.replaceAll(/\[[^\]]*\]/g, '~');
  return pages.filter(fits).toSorted((left, right) => (named(left) < named(right) ? -1 : 1))[0];
}

const pages = globSync('**/page.tsx', { cwd: inRoot('app') }).map(pageOf);
const places = {
  ...{ api: 'an-api', scope: 'a-scope', group: 'a-group', person: 'a-person', token: 'a-token' },
  ...{ manager: 'a-manager', rule: 'a-rule', destination: 'a-destination' },
  ...{ webhook: 'a-webhook', delivery: 'a-delivery', provider: 'a-provider' },
  ...{ pushed: 'a-pushed-group', campaign: 'a-campaign', review: 'a-review' },
};
const addresses = [...ROUTES, ...SIGNED_OUT].map(({ path }) =>
  typeof path === 'string' ? path : path(places),
);

it('an address has the page that Next shows there', () => {
  const some = ['', 'groups/[group]', 'groups/new', 'apis/[api]/scopes/[scope]'];
  expect(pageAt('/', some)).toBe('');
  expect(pageAt('/groups/new', some)).toBe('groups/new');
  expect(pageAt('/groups/billing?tab=policy', some)).toBe('groups/[group]');
  expect(pageAt('/apis/billing/scopes/x', some)).toBe('apis/[api]/scopes/[scope]');
  expect(pageAt('/apis/billing/scopes', some)).toBeUndefined();
});

it('every page on disk is visited by e2e/pages.spec.ts, or has a reason not to be', () => {
  expect(pages.length).toBeGreaterThan(30);
  const visited = new Set(addresses.map((address) => pageAt(address, pages)));
  const missing = pages.filter((page) => !visited.has(page));
  expect(missing.sort()).toEqual(Object.keys(UNVISITED).sort());
});

it('every address that is visited has a page or leads to one, and every reason is one', async () => {
  const lead = new Map((await nextConfig.redirects()).map((one) => [one.source, one.destination]));
  const shown = addresses.map((address) => lead.get(address) ?? address);
  expect(shown.filter((address) => pageAt(address, pages) === undefined)).toEqual([]);
  for (const reason of Object.values(UNVISITED)) expect(reason).toMatch(/\w+ \w+/);
});
