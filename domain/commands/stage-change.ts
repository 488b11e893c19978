import { and, eq, gt, sql } from 'drizzle-orm';
import type { Transaction } from '@/db/client';
import type { JsonObject } from '@/db/schema/history';
import { requests } from '@/db/schema/requests';
import { personAsking } from '@/domain/authority/person-asking';
import type { Context } from '@/domain/base/context';
import { newId } from '@/domain/base/ids';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { appendEvent } from '@/domain/ledger/append-event';
import { raiseNotice } from '@/domain/notices/raise-notice';
import { administrators } from '@/domain/notices/recipients';
import type { AnyCommand } from './define';
import { effectsOf, type HeldBack } from './four-eyes';

/** A change that nobody has approved by then is over. */
export const CHANGE_DAYS = 7;

const plain = (items: unknown): JsonObject => JSON.parse(JSON.stringify({ items }));

/**
 * Keeps a change that was held back as a request, for a second administrator to carry out. The same
 * asked for again is the same request.
 * @returns the refusal that says so, and names the request
 */
export async function stageChange(
  tx: Transaction,
  { actor, request }: Pick<Context, 'actor' | 'request'>,
  command: AnyCommand,
  { made, gains, fulfils }: HeldBack,
): Promise<Refusal> {
  const alone = made.find((each) => !each.command.canWait);
  const [first] = made;
  if (alone || !first) return refuseUnkept(alone?.command ?? command);
  const { target } = first;
  const steps = plain(
    made.map((each) => ({ operation: each.command.operation, input: each.input })),
  );
  const effects = plain(effectsOf(made));
  const personId = await personAsking(tx, actor);
  if (personId === null) return refuseNobodys();
  const [same] = await tx
    .select({ id: requests.id })
    .from(requests)
    .where(
      and(
        ...[eq(requests.kind, 'change'), eq(requests.state, 'open')],
        ...[eq(requests.requesterId, actor.id), gt(requests.expiresAt, sql`now()`)],
        // Else whoever asked for access would wait on, while the same change is made without them.
        sql`${requests.fulfils} is not distinct from ${fulfils}`,
        sql`${requests.steps} = ${JSON.stringify(steps)}::jsonb`,
        // From where things are now: what was asked for before they changed is outdated.
        sql`${requests.effects} = ${JSON.stringify(effects)}::jsonb`,
      ),
    );
  if (same) return waits(same.id);
  const id = newId('accessRequest');
  const said = { type: 'request' as const, id, name: summaryOf(first.command, target.name) };
  await tx.insert(requests).values({
    ...{ id, kind: 'change', reason: said.name, fulfils, steps, personId, ip: request.ip },
    ...{ requesterType: actor.type === 'service' ? 'service' : 'person' },
    ...{ requesterId: actor.id, requesterName: actor.name },
    ...{ viaType: actor.via.type, viaId: actor.via.id },
    ...(target.type === 'group' ? { groupId: target.id, groupName: target.name } : {}),
    effects,
    gains: plain(gains.gains),
    expiresAt: sql`now() + make_interval(days => ${CHANGE_DAYS})`,
  });
  for (const to of await administrators(tx)) {
    if (to === personId) continue;
    await raiseNotice(tx, {
      ...{ kind: 'request.change', to, about: said, onceKey: `request.change ${id}` },
      facts: { by: actor.name },
    });
  }
  await appendEvent(tx, {
    ...{ actor, request, group: actor.group, action: 'requests.stage', outcome: 'done' },
    target: said,
    entry: { after: { steps: steps.items ?? null, gains: gains.gains.length }, affects: [] },
  });
  return waits(id);
}

const summaryOf = ({ summary }: AnyCommand, name: string | null) =>
  name === null ? summary : `${summary}: ${name}`;

const waits = (id: string): Refusal => ({
  ...refuse(
    'conflict',
    'awaits_approval',
    `This gives rights over Keyward itself, so a second administrator must approve it. It waits as a request for ${CHANGE_DAYS} days; nothing has changed yet.`,
  ),
  staged: id,
});

/** Two people decide: a workload that nobody minted a token for is none. */
const refuseNobodys = (): Refusal =>
  refuse(
    'conflict',
    'second_person',
    'This gives rights over Keyward itself, which takes two people. No person made this token: ask for it as one.',
  );

const refuseUnkept = ({ summary }: AnyCommand): Refusal =>
  refuse(
    'conflict',
    'second_person',
    `This gives rights over Keyward itself, which takes a second administrator, and “${summary.toLowerCase()}” can’t wait for one. Make the privileged part of it by itself: members, scopes or mappings of the group.`,
  );
