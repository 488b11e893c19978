import { and, eq, sql } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { scimGroups, scimProblems } from '@/db/schema/scim';
import { cut } from '@/domain/base/text';
import type { MemberChange } from './members';

const MAX_REQUEST = 200;
const MAX_DETAIL = 500;
const MAX_NAMED = 5;

interface Problem {
  readonly clientId: string;
  /** One of the client's groups; empty for all else. */
  readonly pushedId: string;
  /** `PATCH /Groups/scg_…` */
  readonly request: string;
  readonly detail: string;
}

/** Keeps what is wrong now, in the place of what was. */
async function keepProblem(db: Queryable, problem: Problem): Promise<void> {
  const now = {
    request: cut(problem.request, MAX_REQUEST),
    detail: cut(problem.detail, MAX_DETAIL),
    at: sql`now()`,
  };
  await db
    .insert(scimProblems)
    .values({ ...problem, ...now })
    .onConflictDoUpdate({ target: [scimProblems.clientId, scimProblems.pushedId], set: now });
}

/** A request that was refused, for who looks after the client to read. It is no change: nothing is recorded. */
export async function keepRefusedRequest(
  db: Queryable,
  clientId: string,
  { method, path, detail }: { method: string; path: string; detail: string },
): Promise<void> {
  const [, named = ''] = /^\/Groups\/([^/]+)$/.exec(path) ?? [];
  const own = and(eq(scimGroups.id, named), eq(scimGroups.clientId, clientId));
  const pushedId = named !== '' && (await db.$count(scimGroups, own)) > 0 ? named : '';
  await keepProblem(db, { clientId, pushedId, request: `${method} ${path}`, detail });
}

/** After a push that went well: what remains is members that nobody knows. */
export async function settleProblem(
  db: Queryable,
  { id: pushedId, clientId }: { readonly id: string; readonly clientId: string },
  { unknown }: Pick<MemberChange, 'unknown'>,
): Promise<void> {
  if (unknown.length === 0) {
    const here = and(eq(scimProblems.clientId, clientId), eq(scimProblems.pushedId, pushedId));
    await db.delete(scimProblems).where(here);
    return;
  }
  const named = unknown.slice(0, MAX_NAMED).map((each) => cut(each, 100));
  const more = unknown.length - named.length;
  const detail = `Members that this client has not made, passed over: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`;
  await keepProblem(db, { clientId, pushedId, request: 'members', detail });
}
