import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { type Act, atWork, DAY_SECONDS } from './acts';
import { emailOf, type Run } from './cast';
import { DEMO_GROUPS, DEMO_PEOPLE, type DemoGroup, joinedDaysAgo } from './organisation';
import { demoRandom, pick } from './random';

const PERSONAL_NAMES = [
  'laptop',
  'month-end script',
  'data check',
  'support console',
  'local development',
];
const SERVICE_NAMES = ['production', 'staging', 'canary', 'batch worker'];
const REASONS = [
  'leaked in a build log',
  'laptop lost',
  'replaced by a narrower one',
  'left the company',
];

/** Tokens in every state, made and ended over the past weeks. */
export function seedTokens(as: (index: number) => Run): Act[] {
  const random = demoRandom('tokens');
  return DEMO_GROUPS.flatMap((group) => {
    const owners = [
      ...group.people.map((index) => ({ index, identity: emailOf(index), names: PERSONAL_NAMES })),
      ...group.services.map((slug) => ({ index: null, identity: slug, names: SERVICE_NAMES })),
    ];
    return owners.flatMap(({ index, identity, names }) => {
      const count = index === null ? 3 : 1 + Math.floor(random() * 2);
      const called = index === null ? identity : firstNameOf(index);
      return names.slice(0, count).flatMap((name) =>
        lifeOf({
          ...{ as, random, group, identity, owner: index },
          name: index === null ? `${called} ${name}` : `${name} of ${called}`,
        }),
      );
    });
  });
}

/** By which colleagues tell one laptop from another. */
const firstNameOf = (index: number): string => DEMO_PEOPLE[index]?.split(' ')[0] ?? '';

interface Seed {
  readonly as: (index: number) => Run;
  readonly random: () => number;
  readonly group: DemoGroup;
  readonly identity: string;
  /** The person it acts for, by index into DEMO_PEOPLE; null for a service account. */
  readonly owner: number | null;
  readonly name: string;
}

/** Made, and perhaps stopped, at times that its group allows. */
function lifeOf({ as, random, group, identity, owner, name }: Seed): Act[] {
  // Nobody leads a frozen group.
  const leads = group.frozen ? [] : group.people.slice(0, 1);
  const ttlSeconds = group.policy?.maxTtlSeconds ?? 30 * DAY_SECONDS;
  const ttlDays = ttlSeconds / DAY_SECONDS;
  const restricted = group.scopes.length > 1 && random() < 0.35;
  const scopes = restricted ? [pick(random, group.scopes)] : undefined;
  const fate = random();
  const bornAgo = birthOf(random, { group, owner, ttlDays }, fate < 0.3 ? 1.05 : random());
  let token = '';
  const input = { identity, group: group.slug, name, ttlSeconds, ...(scopes && { scopes }) };
  // Of a service account by whoever runs it, of a person by themselves.
  const create = async () => {
    token = (await as(owner ?? 0)(createToken, input)).token.id;
  };
  const acts: Act[] = [{ daysAgo: bornAgo, act: create }];
  // While it lived, and long enough ago that somebody tried it again.
  const stoppedAgo = Math.min(
    Math.max(bornAgo - ttlDays * (0.1 + 0.8 * random()), 0.13),
    bornAgo - 0.01,
  );
  if (fate < 0.1) {
    const by = pick(random, [2, 3, ...leads]);
    const reason = pick(random, REASONS);
    acts.push({ daysAgo: stoppedAgo, act: () => as(by)(revokeToken, { token, reason }) });
  } else if (fate < 0.17) {
    const by = pick(random, [0, 2, ...leads]);
    const reason = 'unused for weeks';
    acts.push({ daysAgo: stoppedAgo, act: () => as(by)(suspendToken, { token, reason }) });
  }
  return acts;
}

/** Days since it was made: after its person joined, before its group was frozen or asked for approval. */
function birthOf(
  random: () => number,
  { group, owner, ttlDays }: { group: DemoGroup; owner: number | null; ttlDays: number },
  lived: number,
): number {
  const joined = owner === null ? null : joinedDaysAgo(group.slug, owner);
  const from = Math.min(ttlDays * 1.05, joined === null ? Number.POSITIVE_INFINITY : joined - 0.1);
  const until = group.frozen ? group.frozen.daysAgo + 4 : owner === null ? 1.5 : 0.2;
  return Math.min(atWork(random, Math.max(ttlDays * lived, until)), from);
}
