import { randomUUID } from 'node:crypto';
import type { Issuer } from '@/domain/issuers/testing/issuer';
import type { Dashboard } from '../lib/dashboard';
import { goal, say } from '../lib/print';
import type { BenchWorld } from '../world/world';

const AT_ONCE = 50;
const AUDIENCE = 'https://keyward.example.com';

/** Exchanges one JWT so often at the same time, at all dashboards in turn. */
export async function exchangeAtOnce(
  { postgres, uses }: BenchWorld,
  dashboards: readonly Dashboard[],
  issuer: Issuer,
): Promise<boolean> {
  const [first] = dashboards;
  const id = uses[2]?.token.id;
  if (!first || id === undefined) throw new Error('there is nobody to exchange for');
  const holder = await first.ask<{ identity: { id: string }; group: { slug: string } }>(
    ...(['GET', `/tokens/${id}`] as const),
  );
  await first.ask('POST', '/trust-rules', {
    ...{ slug: 'bench', name: 'Bench', issuer: issuer.url, audience: AUDIENCE },
    ...{ claims: { sub: 'job' }, identity: holder.identity.id, group: holder.group.slug },
  });
  const jwt = await issuer.sign({ aud: AUDIENCE, sub: 'job', jti: randomUUID() });
  const answers = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, at) =>
      exchange(dashboards[at % dashboards.length] ?? first, jwt),
    ),
  );
  const tokens = answers.filter(({ token }) => token !== undefined).length;
  const refused = answers.filter(({ error }) => error === 'invalid_grant').length;
  const { rows } = await postgres.pool.query<{ made: number }>(
    `select count(*)::int as made from tokens where identity_id = $1 and id <> $2`,
    [holder.identity.id, id],
  );
  const made = rows[0]?.made ?? Number.NaN;
  say(`\n  the same JWT exchanged ${AT_ONCE} times at once, at ${dashboards.length} dashboards`);
  say(`  answered a token ${tokens}, invalid_grant ${refused}; tokens in the database ${made}`);
  const isOne = tokens === 1 && made === 1 && refused === AT_ONCE - 1;
  return goal('exactly one token', `${made}`, isOne);
}

async function exchange({ url }: Dashboard, jwt: string) {
  const response = await fetch(`${url}/api/v1/token-exchange`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token: jwt,
      subject_token_type: 'urn:ietf:params:oauth:token-type:jwt',
      audience: 'bench',
    }),
  });
  const answer = (await response.json()) as { access_token?: string; error?: string };
  return { token: answer.access_token, error: answer.error };
}
