import type { z } from 'zod';
import { makeKnownIssuers } from '@/domain/issuers/known-issuers';
import type { Issuer } from '@/domain/issuers/testing/issuer';
import { guardedFetch } from '@/domain/outbound/guarded-fetch';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, type Fixture, type World } from '@/domain/testing/world';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { exchangeJwt } from '@/domain/workloads/exchange-jwt';

export const AUDIENCE = 'https://keyward.example.com';

type RuleInput = z.input<typeof createTrustRule.input>;

/** Makes a rule for an issuer of this machine, for the service account of the fixture. */
export const trust = (
  world: World,
  fixture: Fixture,
  issuer: Issuer,
  other: Partial<RuleInput> = {},
) =>
  asAdministrator(world, createTrustRule, {
    ...{ slug: 'deploy-shop', name: 'Deploy shop', issuer: issuer.url, audience: AUDIENCE },
    ...{ claims: { repository_id: '74' }, identity: fixture.service.id, group: 'billing' },
    ...other,
  });

/** Exchanges as one dashboard would: with its own pool, and its own cache of keys. */
export function exchangerOf(
  { db, administrator }: Pick<World, 'db' | 'administrator'>,
  issuer: Issuer,
) {
  const { keys } = makeKnownIssuers({ fetch: guardedFetch, trusted: [issuer.url] });
  return (subjectToken: string, other: { rule?: string; scopes?: string[]; key?: string } = {}) => {
    const { actor: _, ...door } = contextOf(db, administrator);
    const idempotencyKey = other.key;
    return exchangeJwt(
      { ...door, idempotencyKey },
      {
        ...{ refused: false, kind: 'workload', rule: other.rule ?? 'deploy-shop', subjectToken },
        ...{ fields: {}, scopes: other.scopes },
      },
      keys,
    );
  };
}
