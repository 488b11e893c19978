import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { label, reference } from '@/domain/base/input';
import { invalid, isRefusal, type Refusal } from '@/domain/base/refusal';
import { loadGroupTarget } from '@/domain/targets/group-target';
import { credentialReference } from './credential-reference';
import { placeInput } from './place-input';

const MAX_GROUPS = 50;

/** What a destination is made of, and what may be changed of it. */
export const destinationFields = {
  name: label(),
  place: placeInput(),
  /** Where the worker finds the credential: `env:NAME` or `file:/path`. */
  credential: credentialReference(),
  /** Ids or slugs of the groups whose tokens may go there. Empty: every group's. */
  groups: z.array(reference()).max(MAX_GROUPS),
};

export const NAME_TAKEN = {
  destinations_name_unique: { path: 'name', message: 'A destination with this name exists.' },
};

/** The ids of the groups that were named. */
export async function findGroups(
  db: Queryable,
  named: readonly string[],
): Promise<string[] | Refusal> {
  const ids = new Set<string>();
  for (const [index, name] of named.entries()) {
    const group = await loadGroupTarget(db, name);
    if (isRefusal(group)) return invalid(`groups.${index}`, `There is no group “${name}”.`);
    ids.add(group.id);
  }
  return [...ids];
}
