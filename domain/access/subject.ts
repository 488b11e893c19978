import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { rightOver } from '@/domain/authority/reach';
import { type Actor, rolesOf } from '@/domain/base/actor';
import { reference } from '@/domain/base/input';
import type { OperationName } from '@/domain/base/operation-names';
import type { Refusal } from '@/domain/base/refusal';
import { type IdentityTarget, loadIdentityTarget } from '@/domain/targets/find-identity';
import { type GroupTarget, loadGroupTarget } from '@/domain/targets/group-target';
import { loadTokenTarget, type TokenTarget } from '@/domain/targets/token-target';

/** Whose access is asked for: one of these. */
export const subjectInput = {
  token: z.string().max(100).optional(),
  /** A person by id or email, a service account by id or slug. */
  identity: reference().optional(),
  group: reference().optional(),
};

interface Asked {
  readonly token?: string | undefined;
  readonly identity?: string | undefined;
  readonly group?: string | undefined;
}

export const isOneSubject = ({ token, identity, group }: Asked): boolean =>
  [token, identity, group].filter((one) => one !== undefined).length === 1;

export const ONE_SUBJECT = {
  path: ['token'],
  error: 'Name a token, an identity or a group: one of them.',
};

export const subjectSchema = z.object({
  type: z.enum(['token', 'identity', 'group']),
  id: z.string(),
  name: z.string(),
});

export type Subject = TokenTarget | IdentityTarget | GroupTarget;

export function loadSubject(
  db: Queryable,
  { token, identity, group }: Asked,
): Promise<Subject | Refusal> {
  if (token !== undefined) return loadTokenTarget(db, token, false);
  if (identity !== undefined) return loadIdentityTarget(db, identity, false);
  return loadGroupTarget(db, group ?? '');
}

export const toSubject = ({ type, id, name }: Subject) => ({ type, id, name: name ?? '' });

/** Every member may see what their group opens: it is what their own tokens open. */
export function permitSubject(operation: OperationName, actor: Actor, target: Subject) {
  const right = rightOver(actor, operation, target);
  if (right !== false || target.type !== 'group') return right;
  return rolesOf(actor).memberOf.get(target.id) ?? false;
}

/** Whether the reader may know of a group. */
export const knowsGroup = (actor: Actor, { id, name }: { id: string; name: string }): boolean =>
  rightOver(actor, 'groups.get', { type: 'group', id, name, groupIds: [id] }) !== false;
