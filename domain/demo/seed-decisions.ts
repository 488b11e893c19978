import { sql } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { tokens } from '@/db/schema/tokens';
import { newId, newIdAt } from '@/domain/base/ids';
import { selectTokens } from '@/domain/tokens/token-view';
import { explainOpened, type OpenedOperation } from './opened-operations';
import { demoRandom, pick } from './random';
import { QUIET_NAMES } from './seed-attention';

const DAYS = 30;
const DAY_MS = 86_400_000;
const INSERT_ROWS = 1_000;
const OFFICE = ['10.20.4.17', '10.20.4.62', '10.20.9.5'];
const CLOUD = ['198.51.100.23', '198.51.100.41', '203.0.113.77'];
const STRANGE = '192.0.2.146';
const AGENTS = ['northwind-worker/3.2', 'curl/8.11.0', 'axios/1.9.0', 'Go-http-client/2.0'];

type DecisionRow = typeof decisions.$inferInsert;

/** 30 days of decisions: office hours, quiet nights, refusals, and one token tried from elsewhere. */
export async function seedDecisions(db: Database): Promise<void> {
  await db.execute(
    sql`select ensure_decision_partitions(current_date - ${DAYS + 1}::int, current_date + 7)`,
  );
  const random = demoRandom('decisions');
  const rows: DecisionRow[] = [];
  for (const subject of await selectTokens(db).orderBy(tokens.id)) {
    if (QUIET_NAMES.includes(subject.token.name)) continue;
    const opened = await explainOpened(db, subject.token.id);
    if (opened.granted.length > 0) rows.push(...decisionsOf(random, subject, opened));
  }
  rows.sort((a, b) => (a.at < b.at ? -1 : 1));
  for (let start = 0; start < rows.length; start += INSERT_ROWS) {
    await db.insert(decisions).values(rows.slice(start, start + INSERT_ROWS));
  }
}

type Subject = Awaited<ReturnType<typeof selectTokens>>[number];
type Opened = Awaited<ReturnType<typeof explainOpened>>;

function decisionsOf(random: () => number, subject: Subject, opened: Opened): DecisionRow[] {
  const { token } = subject;
  const startMs = Math.max(token.createdAt.getTime(), Date.now() - DAYS * DAY_MS);
  const endMs = Math.min((token.revokedAt ?? token.expiresAt).getTime(), Date.now()) - 60_000;
  const perDay = token.kind === 'service' ? 30 : 5;
  const count = Math.max(0, Math.round(((endMs - startMs) / DAY_MS) * perDay * (0.4 + random())));
  const times = Array.from({ length: count }, () => startMs + random() * (endMs - startMs));
  const rows = times
    .filter((atMs) => token.kind === 'service' || isOfficeTime(atMs) || random() < 0.1)
    .map((atMs) => decisionAt(random, subject, opened, atMs));
  const last = rows.at(-1);
  return last && token.revokedAt
    ? [...rows, ...attemptsAfter(random, last, token.revokedAt)]
    : rows;
}

const isOfficeTime = (atMs: number): boolean => {
  const hour = new Date(atMs).getUTCHours();
  return hour >= 6 && hour <= 18;
};

function decisionAt(
  random: () => number,
  { token, identity, group }: Subject,
  opened: Opened,
  atMs: number,
): DecisionRow {
  const refused = random() < 0.02 && opened.others.length > 0;
  const operation = pick(random, refused ? opened.others : opened.granted);
  return {
    ...requestOf(random, operation),
    id: newIdAt('decision', new Date(atMs)),
    at: new Date(atMs).toISOString(),
    verifier: pick(random, ['edge-1', 'edge-2']),
    outcome: refused ? 'denied' : 'allowed',
    code: refused ? 'operation_not_granted' : 'allowed',
    tokenId: token.id,
    tokenName: token.name,
    identityId: identity.id,
    identityName: identity.name,
    groupId: group.id,
    groupSlug: group.slug,
    scope: refused ? null : operation.scope,
    ip: pick(random, token.kind === 'service' ? CLOUD : OFFICE),
    userAgent: pick(random, AGENTS),
    requestId: newId('request'),
  };
}

function requestOf(random: () => number, operation: OpenedOperation) {
  const path = operation.pathTemplate?.replaceAll(/\{\w+\}/g, () =>
    Math.floor(random() * 0xffffff).toString(16),
  );
  return {
    api: operation.api,
    operation: operation.name,
    method: operation.method,
    path:
      path === undefined ? null : `${operation.basePath === '/' ? '' : operation.basePath}${path}`,
  };
}

/** A revoked token that somebody goes on trying. */
function attemptsAfter(random: () => number, last: DecisionRow, revokedAt: Date): DecisionRow[] {
  return Array.from({ length: 12 }, (_, index) => {
    const at = new Date(revokedAt.getTime() + (index + random()) * 240_000);
    return {
      ...last,
      id: newIdAt('decision', at),
      at: at.toISOString(),
      outcome: 'denied' as const,
      code: 'token_revoked',
      scope: null,
      ip: STRANGE,
      userAgent: 'python-requests/2.32.3',
      requestId: newId('request'),
    };
  });
}
