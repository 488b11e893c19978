import { and, eq, type SQLWrapper, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { apis, scopes } from '@/db/schema/apis';
import { groups } from '@/db/schema/groups';
import { identities } from '@/db/schema/identities';
import { tokens } from '@/db/schema/tokens';
import { trustRuleScopes, trustRules, workloadTokens } from '@/db/schema/workloads';
import { provisionsAdministrators } from '@/domain/authority/provisions-administrators';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { MINTERS } from '@/domain/policy/effective';
import { approvesServiceTokensNow, whoMayMintNow } from '@/domain/policy/policy-sql';
import { isLiving } from '@/domain/tokens/family';
import type { ClaimValue } from './claims';
import { PRESETS } from './workload-facts';

export const trustRuleViewSchema = z.object({
  id: z.string(),
  slug: z.string(),
  name: z.string(),
  preset: z.enum(PRESETS),
  issuer: z.string(),
  audience: z.string(),
  claims: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  identity: z.object({ id: z.string(), name: z.string(), slug: z.string().nullable() }),
  group: z.object({
    ...{ id: z.string(), slug: z.string(), name: z.string() },
    /** By the stricter of the group's policy and the organisation's. */
    whoMayMint: z.enum(MINTERS),
  }),
  /** Names of the scopes that its tokens are cut down to (`api/name`); null where they have all. */
  scopes: z.array(z.string()).nullable(),
  ttlSeconds: z.number(),
  createdAt: instantText(),
  createdBy: z.string(),
  updatedAt: instantText(),
  lastUsedAt: instantText().nullable(),
  /** Tokens that it gave and that work on. */
  livingTokens: z.number(),
  /** Where the policy wants a second person: whether one has approved these terms, or is waited for. */
  approval: z.enum(['none', 'awaiting', 'approved']),
  /** Id of the person who set these terms; null where none is known. */
  termsSetBy: z.string().nullable(),
  approvedBy: z.string().nullable(),
  approvedAt: instantText().nullable(),
});
export type TrustRuleView = z.output<typeof trustRuleViewSchema>;

/** Selects rules with all that their view needs; add `where`, `orderBy` and `limit`. */
export const selectTrustRules = (db: Queryable) =>
  db
    .select({
      rule: trustRules,
      identity: { id: identities.id, name: identities.name, slug: identities.slug },
      group: {
        ...{ id: groups.id, slug: groups.slug, name: groups.name },
        whoMayMint: whoMayMintNow,
      },
      scopes: sql<string[]>`coalesce((select array_agg(${apis.slug} || '/' || ${scopes.name}
          order by ${apis.slug}, ${scopes.name})
        from ${trustRuleScopes} join ${scopes} on ${scopes.id} = ${trustRuleScopes.scopeId}
        join ${apis} on ${apis.id} = ${scopes.apiId}
        where ${trustRuleScopes.ruleId} = ${trustRules.id}), '{}')`,
      needsApproval: sql<boolean>`(${approvesServiceTokensNow} or ${provisionsAdministrators(trustRules.identityId)})`,
      livingTokens: sql<number>`(select count(*)::int from ${tokens} where ${livingOf(trustRules.id)})`,
    })
    .from(trustRules)
    .innerJoin(identities, eq(identities.id, trustRules.identityId))
    .innerJoin(groups, eq(groups.id, trustRules.groupId));

/** The tokens that work on of those a rule gave. */
export const livingOf = (ruleId: SQLWrapper | string) =>
  and(
    isLiving,
    sql`${tokens.id} in (select ${workloadTokens.tokenId} from ${workloadTokens}
      where ${workloadTokens.ruleId} = ${ruleId})`,
  );

type Row = Awaited<ReturnType<typeof selectTrustRules>>[number];

export function toTrustRuleView({
  rule,
  identity,
  group,
  scopes: names,
  livingTokens,
  needsApproval,
}: Row): TrustRuleView {
  const { id, slug, name, preset, issuer, audience, ttlSeconds } = rule;
  return {
    ...{ id, slug, name, preset, issuer, audience, identity, group, ttlSeconds },
    claims: rule.claims as Record<string, ClaimValue>,
    scopes: rule.restricted ? names : null,
    createdAt: toInstantText(rule.createdAt),
    createdBy: rule.createdByName,
    updatedAt: toInstantText(rule.updatedAt),
    lastUsedAt: toInstantTextOrNull(rule.lastUsedAt),
    livingTokens,
    approval: rule.approvedAt !== null ? 'approved' : needsApproval ? 'awaiting' : 'none',
    termsSetBy: rule.termsSetBy ?? rule.createdBy,
    approvedBy: rule.approvedByName,
    approvedAt: toInstantTextOrNull(rule.approvedAt),
  };
}

export async function readTrustRuleView(db: Queryable, id: string): Promise<TrustRuleView> {
  const [row] = await selectTrustRules(db).where(eq(trustRules.id, id));
  if (!row) throw new Error(`trust rule ${id} vanished`);
  return toTrustRuleView(row);
}

/** What the log says of a rule. */
export const ruleInLog = (view: TrustRuleView) => ({
  ...{ slug: view.slug, name: view.name, issuer: view.issuer, audience: view.audience },
  ...{ claims: view.claims, scopes: view.scopes, ttlSeconds: view.ttlSeconds },
  ...{ identity: view.identity.id, identityName: view.identity.name, group: view.group.slug },
});
