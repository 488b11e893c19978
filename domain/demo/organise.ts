import { createApi } from '@/domain/apis/create-api';
import { importDocument } from '@/domain/apis/import-document';
import { createDestination } from '@/domain/destinations/create-destination';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { type Act, atWork, spread } from './acts';
import { emailOf, type Run } from './cast';
import { DEMO_APIS } from './documents';
import {
  DEMO_DESTINATIONS,
  DEMO_GROUPS,
  DEMO_PEOPLE,
  DEMO_SERVICES,
  DEMO_STAFF,
  DEMO_TRUST_RULES,
  DEMO_WEBHOOKS,
  type DemoGroup,
  joinedDaysAgo,
} from './organisation';
import { demoRandom } from './random';

const FIRST = 0;
/** The second administrator does most of the setting up, as in many a team. */
const BUILDER = 1;

/** How the organisation came about, beginning with the claim of its set-up, and what changed in it since. */
export function organise(as: (index: number) => Run, claim: Act['act']): Act[] {
  const [first, build] = [as(FIRST), as(BUILDER)];
  return [
    ...spread(218, 201, [
      claim,
      ...people(first),
      ...apis(build),
      ...services(first),
      ...DEMO_GROUPS.flatMap((group) => groupActs(build, group)),
    ]),
    ...DEMO_GROUPS.flatMap((group) => lateJoiners(as, group)),
    ...DEMO_GROUPS.flatMap((group) => changes(build, group)),
    ...spread(19, 15, integrations(build)),
  ];
}

function people(run: Run) {
  const create = DEMO_PEOPLE.flatMap((name, index) =>
    index === FIRST
      ? []
      : [() => run(createIdentity, { type: 'person', name, email: emailOf(index) })],
  );
  const staff = Object.entries(DEMO_STAFF).map(([group, indexes]) => () => {
    return run(editMembers, { group, add: indexes.map((index) => ({ identity: emailOf(index) })) });
  });
  return [...create, ...staff];
}

const apis = (run: Run) =>
  DEMO_APIS.flatMap(({ document, scopes, ...api }) => [
    () => run(createApi, { ...api, hosts: [...api.hosts] }),
    () => run(importDocument, { api: api.slug, document }),
    ...Object.entries(scopes).map(
      ([name, operations]) =>
        () =>
          run(createScope, { api: api.slug, name, operations }),
    ),
  ]);

const services = (run: Run) =>
  DEMO_SERVICES.map((slug) => () => run(createIdentity, { type: 'service', name: slug, slug }));

function groupActs(run: Run, group: DemoGroup) {
  const { slug, name, description, policy, scopes } = group;
  const early = group.people.filter((index) => joinedDaysAgo(slug, index) === null);
  const add = [
    ...early.map((index, position) => ({
      identity: emailOf(index),
      role: position === 0 ? ('lead' as const) : ('member' as const),
    })),
    ...group.services.map((identity) => ({ identity, role: 'member' as const })),
  ];
  return [
    // People create their own tokens, whether they lead or not.
    () =>
      run(createGroup, { slug, name, description, policy: { whoMayMint: 'members', ...policy } }),
    () =>
      run(setGroupScopes, {
        group: slug,
        scopes: [...scopes, ...(group.scopesUntil?.scopes ?? [])],
      }),
    () => run(editMembers, { group: slug, add }),
  ];
}

/** Whoever leads the group lets them in. */
function lateJoiners(as: (index: number) => Run, { slug, people: of }: DemoGroup): Act[] {
  const [lead = FIRST] = of;
  return of.flatMap((index) => {
    const daysAgo = joinedDaysAgo(slug, index);
    const add = [{ identity: emailOf(index) }];
    if (daysAgo === null) return [];
    return [{ daysAgo, act: () => as(lead)(editMembers, { group: slug, add }) }];
  });
}

function changes(run: Run, { slug, scopes, scopesUntil, frozen }: DemoGroup): Act[] {
  const random = demoRandom(`changes of ${slug}`);
  const acts: Act[] = [];
  if (scopesUntil) {
    const act = () => run(setGroupScopes, { group: slug, scopes: [...scopes] });
    acts.push({ daysAgo: atWork(random, scopesUntil.daysAgo), act });
  }
  if (frozen) {
    const act = () => run(freezeGroup, { group: slug, reason: 'The migration is over.' });
    acts.push({ daysAgo: atWork(random, frozen.daysAgo), act });
  }
  return acts;
}

const integrations = (run: Run) => [
  ...DEMO_TRUST_RULES.map((rule) => () => {
    const scopes = 'scopes' in rule ? [...rule.scopes] : undefined;
    return run(createTrustRule, { ...rule, scopes });
  }),
  ...DEMO_DESTINATIONS.map((destination) => () => {
    return run(createDestination, { ...destination, groups: [...destination.groups] });
  }),
  ...DEMO_WEBHOOKS.map((webhook) => () => {
    const { topics, groups } = webhook;
    return run(createWebhook, { ...webhook, topics: [...topics], groups: [...groups] });
  }),
];
