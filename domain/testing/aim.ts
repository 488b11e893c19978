import { and, eq, sql } from 'drizzle-orm';
import { anomalies } from '@/db/schema/anomalies';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { notices } from '@/db/schema/notices';
import { requests } from '@/db/schema/requests';
import { reviewEntries } from '@/db/schema/reviews';
import { tokens } from '@/db/schema/tokens';
import { newId } from '@/domain/base/ids';
import { openIncident } from '@/domain/incidents/open-incident';
import { createCampaign } from '@/domain/reviews/create-campaign';
import { asAdministrator } from '@/domain/testing/probes';
import { done, type Fixture, type World } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { GITHUB_ISSUER } from '@/domain/workloads/workload-facts';

/** What an operation can be aimed at in one group. */
export interface Aim {
  readonly group: string;
  readonly api: string;
  /** An operation of the API, granted by the scope. */
  readonly operation: string;
  readonly scope: string;
  /** A member, with a living token and a session. */
  readonly member: string;
  readonly token: string;
  readonly tokenSha256: string;
  readonly suspendedToken: string;
  /** Acts for the service account. */
  readonly serviceToken: string;
  /** One that nobody here asked for and that waits for a second person. */
  readonly awaitingToken: string;
  readonly session: string;
  /** A service account of the group. */
  readonly service: string;
  /** A trust rule for that account. */
  readonly trustRule: string;
  /** Somebody who is not in the group yet. */
  readonly newcomer: string;
  /** A decision about the member. */
  readonly decision: string;
  /** An endpoint, of the installation and not of the group, and a message that reached it. */
  readonly webhook: string;
  readonly delivery: string;
  /** Of the installation and not of the group; no token goes there. */
  readonly destination: string;
  /** Where changes are forwarded to; of the installation too. */
  readonly sink: string;
  /** A saved view of the member's. */
  readonly view: string;
  /** An identity provider, of the installation as well. */
  readonly ssoProvider: string;
  /** A group that the service account of `billing` pushes, with nobody in it. */
  readonly pushed: string;
  /** Open, for access to the group, by somebody who is in none. */
  readonly request: string;
  readonly asker: string;
  /** A campaign about the group, its review, and the member's entry in it. */
  readonly reviewCampaign: string;
  readonly review: string;
  readonly reviewEntry: string;
  /** Open, about the member's token; of the installation and not of the group. */
  readonly incident: string;
  /** Undismissed, about the member's token. */
  readonly anomaly: string;
}

/** A rule for jobs of one repository. */
export const trustIn = (group: string, identity: string) => ({
  ...{ slug: `ci-${group}`, name: 'CI', group, identity, preset: 'github' as const },
  issuer: GITHUB_ISSUER,
  audience: 'https://keyward.example.com',
  claims: { repository_id: '74', ref: 'refs/heads/main' },
});

/** The group `billing` as `makeFixture` leaves it; the token of its other member is suspended. */
export async function aimAtBilling(world: World, fixture: Fixture): Promise<Aim> {
  const { id: trustRule } = await asAdministrator(
    world,
    createTrustRule,
    trustIn('billing', 'mailer'),
  );
  const suspendedToken = fixture.memberToken.token.id;
  await asAdministrator(world, suspendToken, { token: suspendedToken });
  return {
    group: 'billing',
    api: 'billing',
    operation: 'listInvoices',
    scope: fixture.scope.id,
    member: fixture.colleague.id,
    token: fixture.colleagueToken.token.id,
    tokenSha256: fixture.colleagueTokenSha256,
    suspendedToken,
    serviceToken: fixture.serviceToken.token.id,
    awaitingToken: await askForToken(world, fixture.service.id, 'billing'),
    session: fixture.session,
    service: fixture.service.id,
    trustRule,
    newcomer: fixture.outsider.id,
    decision: fixture.decision,
    webhook: fixture.webhook,
    delivery: fixture.delivery,
    destination: fixture.destination,
    view: fixture.view,
    sink: fixture.sink,
    ssoProvider: fixture.ssoProvider,
    pushed: fixture.pushed,
    ...(await askForAccess(world, 'billing')),
    ...(await openReviewOf(world, 'billing', fixture.colleague.id)),
    incident: (await asAdministrator(world, openIncident, { title: 'A leak' })).id,
    anomaly: await findAnomaly(world, fixture.colleagueToken.token.id),
  };
}

/** A request for access that nobody was told of, by somebody of its own. */
export async function askForAccess(
  { db }: Pick<World, 'db'>,
  slug: string,
): Promise<Pick<Aim, 'request' | 'asker'>> {
  const [request, asker, name] = [newId('accessRequest'), newId('identity'), 'Nia'];
  await db
    .insert(identities)
    .values({ id: asker, type: 'person', name, email: `nia.${slug}@example.com` });
  const [group] = await db.select().from(groups).where(eq(groups.slug, slug));
  await db.insert(requests).values({
    ...{ id: request, kind: 'access', reason: 'on call', personId: asker },
    ...{ requesterType: 'person', requesterId: asker, requesterName: name, viaType: 'session' },
    ...{ groupId: group?.id, groupName: group?.name },
    expiresAt: sql`now() + interval '30 days'`,
  });
  return { request, asker };
}

/** Something out of the ordinary about a token, that nobody was told of. @returns its id */
export async function findAnomaly({ db }: Pick<World, 'db'>, token: string): Promise<string> {
  const [id, now] = [newId('anomaly'), new Date()];
  const [acting] = await db.select().from(tokens).where(eq(tokens.id, token));
  await db.insert(anomalies).values({
    ...{ id, kind: 'spread', onceKey: `spread ${token} 2026-01-01` },
    ...{ subjectType: 'token', subjectId: token, subjectName: 'deploys', groupName: 'Billing' },
    ...{ groupId: acting?.groupId ?? '', last4: acting?.last4, told: [] },
    facts: { kind: 'spread', count: 12, minutes: 10, networks: ['10.0.1.0/24'] },
    ...{ seenFrom: now, seenTo: now },
  });
  return id;
}

/** A service token that waits for approval. @returns its id */
export async function askForToken(
  { db, administrator }: Pick<World, 'db' | 'administrator'>,
  identity: string,
  group: string,
): Promise<string> {
  const input = { identity, group, name: 'asked for' };
  const { token } = await done(db, administrator, createToken, input);
  await db
    .update(tokens)
    .set({ state: 'suspended', approval: 'awaiting', createdBy: 'idn_elsewhere' })
    .where(eq(tokens.id, token.id));
  return token.id;
}

/** Opens a review of who is in a group, and tells nobody. */
export async function openReviewOf(world: World, group: string, member: string) {
  const campaign = { name: `Review of ${group}`, groups: [group] };
  const { id, review } = await asAdministrator(world, createCampaign, campaign);
  if (review === null) throw new Error(`no review of ${group} was opened`);
  await world.db.delete(notices).where(eq(notices.aboutId, review));
  const mine = and(eq(reviewEntries.reviewId, review), eq(reviewEntries.identityId, member));
  const [entry] = await world.db.select().from(reviewEntries).where(mine);
  if (!entry) throw new Error(`${member} is not in ${group}`);
  return { reviewCampaign: id, review, reviewEntry: entry.id };
}
