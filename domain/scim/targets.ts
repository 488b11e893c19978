import { eq } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { scimGroups, scimUsers } from '@/db/schema/scim';
import { notFound, type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export type UserRow = typeof scimUsers.$inferSelect;
export type GroupRow = typeof scimGroups.$inferSelect;

export const scimId = () => z.string().min(1).max(100);
/** JSON as a client sent it; the schemas of SCIM say what of it counts. */
export const sentBody = () =>
  z.record(z.string(), z.unknown()).refine((body) => {
    const key = Object.keys(body).find((one) => one.toLowerCase() === 'schemas');
    return key !== undefined && Array.isArray(body[key]);
  }, '“schemas” must say what this is.');
/** As a client is answered. */
export const shownResource = () => z.record(z.string(), z.unknown());
/** The entity tags of an If-Match header. */
export const ifMatch = () => z.string().max(1_000).nullable().default(null);

export interface UserTarget extends Target {
  readonly type: 'scimUser';
  readonly id: string;
  readonly row: UserRow;
}

export interface PushedTarget extends Target {
  readonly type: 'scimGroup';
  readonly id: string;
  readonly row: GroupRow;
}

/** A user, whichever client it belongs to: `provisionsOwn` lets its own alone. `lock` holds its row. */
export async function loadUser(
  db: Queryable,
  id: string,
  lock = true,
): Promise<UserTarget | Refusal> {
  const query = db.select().from(scimUsers).where(eq(scimUsers.id, id));
  const [row] = lock ? await query.for('update') : await query;
  return row ? { type: 'scimUser', id, name: row.userName, row } : notFound('scimUser');
}

/** The same for a group that a client pushes. */
export async function loadPushed(
  db: Queryable,
  id: string,
  lock = true,
): Promise<PushedTarget | Refusal> {
  const query = db.select().from(scimGroups).where(eq(scimGroups.id, id));
  const [row] = lock ? await query.for('update') : await query;
  return row ? { type: 'scimGroup', id, name: row.displayName, row } : notFound('scimGroup');
}

/** Entity tags are weak: a resource reads the same in more than one order (RFC 7644, section 3.14). */
export const tagOf = ({ version }: { readonly version: number }): string => `W/"${version}"`;

/** Whether one of the tags of a header is this one, weakly compared (RFC 9110, section 8.8.3.2). */
export const hasTag = (header: string, tag: string): boolean =>
  header.trim() === '*' ||
  header.split(',').some((one) => one.trim().replace(/^W\//, '') === tag.replace(/^W\//, ''));

export function refuseOutdated(header: string | null, row: { readonly version: number }) {
  if (header === null || hasTag(header, tagOf(row))) return null;
  return refuse('conflict', 'scim_version', 'The resource has changed since it was read.');
}
