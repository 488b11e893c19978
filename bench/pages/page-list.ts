import { API } from '../world/api';
import type { Organisation } from './organisation';

/** Every list and detail page that grows with the organisation, by its address. */
export function pagesOf({ group, person, token }: Organisation): readonly string[] {
  const of = (path: string, tabs: readonly string[]) =>
    tabs.map((tab) => (tab === '' ? path : `${path}?tab=${tab}`));
  return [
    '/',
    '/tokens',
    '/tokens?q=laptop',
    '/tokens?status=suspended',
    '/tokens/expiries',
    '/tokens/new',
    ...of(`/tokens/${token}`, ['', 'usage', 'lineage', 'schedule', 'activity']),
    '/groups',
    ...of(`/groups/${group}`, ['', 'scopes', 'tokens', 'policy', 'activity']),
    '/apis',
    ...of(`/apis/${API}`, ['', 'scopes', 'callers', 'settings']),
    '/people',
    '/people?q=person-77',
    ...of(`/people/${person}`, ['', 'tokens', 'sessions', 'activity']),
    '/audit',
    '/audit?q=kind:decision',
    '/respond',
    '/notices',
    '/settings/sessions',
    '/settings/policy',
    '/settings/workloads',
    '/settings/single-sign-on',
    '/settings/destinations',
    '/settings/webhooks',
    '/settings/retention',
    '/settings/verifiers',
  ];
}

/** What a lead is shown of them: the others say that they are not for leads. */
export function pagesOfLead(organisation: Organisation): readonly string[] {
  return pagesOf(organisation).filter(
    (path) => !path.startsWith('/settings/') || path === '/settings/sessions',
  );
}
