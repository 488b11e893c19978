import canonicalize from 'canonicalize';
import { readerBeside, type Transaction } from '@/db/client';
import { actorOfBearer, rightsOfPerson } from '@/domain/actors/resolve-actor';
import {
  type Gain,
  type Gains,
  gainsBetween,
  needsSecondAdministrator,
} from '@/domain/authority/privileged-rights';
import { type Grants, isGranted } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import type { OperationName } from '@/domain/base/operation-names';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import type { AuditEntry, Target } from '@/domain/base/target';
import { bearerById } from '@/domain/decision/bearer';
import type { AnyCommand, Approval, Effect, Steps } from './define';
import { RolledBack } from './rolled-back';

/** What an administrator holds; see `isAdministrator`. */
const ADMINISTERS: OperationName = 'groups.setScopes';

/** A change that has been made in the transaction, as the log would have it. */
export interface Made {
  readonly command: AnyCommand;
  readonly input: object;
  readonly target: Pick<Target, 'type' | 'id' | 'name'>;
  readonly entry: AuditEntry;
}

/** The change is complete, and gives rights that one administrator alone may not give here. */
export class HeldBack extends Error {
  constructor(
    readonly made: readonly Made[],
    readonly gains: Gains,
    /** The request for access that it fulfils. */
    readonly fulfils: string | null,
  ) {
    super('the change waits for a second administrator');
  }
}

/**
 * Asked last, while the head of the log is locked: what this transaction gives over Keyward itself is
 * what it has and nobody has committed. However it came about, one administrator alone doesn't give
 * it where the organisation wants two.
 * @throws {HeldBack} where it must wait
 * @throws {RolledBack} where it was approved, and is no longer what was approved
 */
export async function assertSecondAdministrator(
  tx: Transaction,
  { db, actor }: Pick<Context, 'db' | 'actor'>,
  {
    made,
    approval,
    fulfils,
  }: Pick<Steps<object>, 'approval' | 'fulfils'> & { readonly made: readonly Made[] },
): Promise<void> {
  // Processes act on a word that was approved, or that only the server's own terminal gives.
  if (actor.isFixed) return;
  const beside = readerBeside(db);
  if (approval) {
    const gains = await gainsBetween(beside, tx);
    const refusal =
      refuseOther(approval, made, gains) ??
      (await refuseRequester(beside, approval, [
        ...gains.operations,
        ...made.map(({ command }) => command.operation),
      ]));
    if (refusal) throw new RolledBack(refusal);
    return;
  }
  if (!(await needsSecondAdministrator(beside))) return;
  const gains = await gainsBetween(beside, tx);
  if (gains.gains.length > 0) throw new HeldBack(made, gains, fulfils ?? null);
}

export const effectsOf = (made: readonly Made[]): Effect[] =>
  made.map(({ command, target: { type, id, name }, entry }) => ({
    ...{ operation: command.operation, target: { type, id, name } },
    before: entry.before ?? null,
    after: entry.after ?? null,
  }));

/** The world has moved on: what would be done now is not what was looked at. */
function refuseOther(approval: Approval, made: readonly Made[], { gains }: Gains): Refusal | null {
  const starts = (effects: readonly Effect[]) =>
    canonicalize(effects.map(({ operation, target, before }) => [operation, target.id, before]));
  const isSame =
    starts(effectsOf(made)) === starts(approval.effects) &&
    canonicalize(sorted(gains)) === canonicalize(sorted(approval.gains));
  return isSame
    ? null
    : refuse(
        'conflict',
        'request_outdated',
        'Things have changed since this was asked for: it would do something else now. Deny it, and ask for it again.',
      );
}

const sorted = (gains: readonly Gain[]) =>
  gains.map((gain) => canonicalize({ ...gain, subject: gain.subject?.id ?? null })).sort();

/** Who asked must be able to do it alone still, were they the second. */
async function refuseRequester(
  beside: ReturnType<typeof readerBeside>,
  { requester }: Approval,
  needed: readonly string[],
): Promise<Refusal | null> {
  const { id, name, via, ip } = requester;
  const now: { readonly grants: Grants } | Refusal =
    via.type === 'token'
      ? actorOfBearer(await bearerById(beside, via.id ?? '', ip))
      : await rightsOfPerson(beside, id, ip);
  const holds =
    !isRefusal(now) && [ADMINISTERS, ...needed].every((operation) => isGranted(now, operation));
  return holds
    ? null
    : refuse(
        'conflict',
        'request_outdated',
        `${name}, who asked for this, could not do it any more. Deny it, and ask for it yourself.`,
      );
}
