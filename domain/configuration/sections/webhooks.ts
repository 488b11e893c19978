import { asc } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { webhooks } from '@/db/schema/webhooks';
import { label } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { deleteWebhook } from '@/domain/webhooks/delete-webhook';
import { updateWebhook } from '@/domain/webhooks/update-webhook';
import { webhookFields } from '@/domain/webhooks/webhook-input';
import { selectWebhooks } from '@/domain/webhooks/webhook-view';
import { type Change, differing, inOrder, listed, type Section, sorted } from '../change';
import { amountOf } from '../effect-words';
import { Refused } from '../refused';
import { groupNames, readGroupNames } from './group-names';

const webhookSchema = z.strictObject({
  url: webhookFields.url.optional(),
  topics: webhookFields.topics.optional(),
  /** Of which a change must concern one; an empty list: whichever. */
  groups: groupNames().optional(),
  outcome: z.enum(['both', 'done', 'denied']).optional(),
  /** Left out, it stays as it is: what an endpoint itself has switched off, no file switches on. */
  disabled: z.boolean().optional(),
});
/** Each new address is looked up before anything is changed. */
const MAX_WEBHOOKS = 500;
export const webhooksSchema = z
  .record(label(), webhookSchema)
  .refine((named) => Object.keys(named).length <= MAX_WEBHOOKS, {
    error: `A file has at most ${MAX_WEBHOOKS} webhooks.`,
  });
type Wanted = z.output<typeof webhooksSchema>;
type Said = Wanted[string];

interface Held {
  readonly id: string;
  /** What a file calls it. */
  readonly key: string;
  readonly url: string;
  readonly topics: readonly string[];
  readonly groups: readonly string[];
  readonly outcome: 'both' | 'done' | 'denied';
  readonly disabled: boolean;
  readonly waiting: number;
}

/** Of several with one name, each is told by the end of its id. */
const apart = ({ id, name }: { id: string; name: string }) => `${name} (${id.slice(-6)})`;

async function readRows(db: Queryable): Promise<Held[]> {
  const rows = await selectWebhooks(db).orderBy(asc(webhooks.id));
  const toNames = await readGroupNames(db);
  const times = new Map<string, number>();
  for (const { webhook } of rows) times.set(webhook.name, (times.get(webhook.name) ?? 0) + 1);
  return rows.map(({ webhook, waiting }) => ({
    ...{ id: webhook.id, url: webhook.url, topics: webhook.topics.toSorted(inOrder), waiting },
    key: times.get(webhook.name) === 1 ? webhook.name : apart(webhook),
    groups: toNames(webhook.groupIds),
    outcome: webhook.outcome ?? 'both',
    disabled: webhook.state === 'disabled',
  }));
}

export const webhooksSection: Section<Wanted> = {
  listedBy: ['webhooks.list'],

  async read(db) {
    return sorted(
      (await readRows(db)).map(({ key, url, topics, groups, outcome, disabled }) => [
        key,
        { url, topics, groups, outcome, ...(disabled ? { disabled } : {}) },
      ]),
    );
  },

  async diff({ db }, wanted) {
    const rows = await readRows(db);
    const named = new Map(rows.map((row) => [row.key, row]));
    const changes = Object.entries(wanted).flatMap(([name, said]) => {
      const held = named.get(name);
      if (held) return changeWebhook(held, said);
      const same = rows
        .filter(({ key }) => key.startsWith(`${name} (`))
        .map(({ key }) => `“${key}”`);
      if (same.length > 1) {
        const message = `Several webhooks have this name: write ${same.join(' or ')}.`;
        throw new Refused(invalid('', message), ['webhooks', name]);
      }
      return [makeWebhook(name, said)];
    });
    for (const { id, key, waiting } of rows) {
      if (Object.hasOwn(wanted, key)) continue;
      changes.push({
        ...{ at: 'removedWebhooks', verb: 'delete', kind: 'webhook', name: key, fields: [] },
        ...{ path: ['webhooks'], step: { command: deleteWebhook, input: { webhook: id } } },
        effect:
          waiting > 0 ? `${amountOf(waiting, 'message')} on the way never arrive.` : undefined,
      });
    }
    return changes;
  },
};

const asColumn = ({ outcome }: Said) =>
  outcome === undefined ? {} : { outcome: outcome === 'both' ? null : outcome };
const asState = ({ disabled }: Said) =>
  disabled === undefined ? {} : { state: disabled ? 'disabled' : 'active' };

function makeWebhook(name: string, said: Said): Change {
  const { url, outcome, disabled, topics, groups } = said;
  return {
    ...{ at: 'webhooks', verb: 'create', kind: 'webhook', name, path: ['webhooks', name] },
    fields: [
      ...differing({}, { url, outcome, disabled }),
      ...listed('topics', [], (topics ?? ['*']).toSorted(inOrder)),
      ...listed('groups', [], (groups ?? []).toSorted(inOrder)),
    ],
    effect:
      'Nobody is told its secret: make a new one on its page in Settings, and give it to who receives.',
    step: {
      command: createWebhook,
      isUntold: true,
      input: { name, url, topics, groups, ...asColumn(said), ...asState(said) },
    },
  };
}

function changeWebhook(held: Held, said: Said): Change[] {
  const { url, outcome, disabled, topics, groups } = said;
  const plain = differing({ ...held }, { url, outcome, disabled });
  const chosen = topics ? listed('topics', held.topics, topics.toSorted(inOrder)) : [];
  const within = groups ? listed('groups', held.groups, groups.toSorted(inOrder)) : [];
  const fields = [...plain, ...chosen, ...within];
  if (fields.length === 0) return [];
  const differs = (name: string) => plain.some((field) => field.name === name);
  const input = {
    webhook: held.id,
    ...(differs('url') && { url }),
    ...(differs('outcome') && asColumn(said)),
    ...(differs('disabled') && asState(said)),
    ...(chosen.length > 0 && { topics }),
    ...(within.length > 0 && { groups }),
  };
  return [
    {
      ...{ at: 'webhooks', verb: 'update', kind: 'webhook', name: held.key, fields },
      ...{ path: ['webhooks', held.key], step: { command: updateWebhook, input } },
      effect:
        held.waiting > 0 && differs('url')
          ? `${amountOf(held.waiting, 'message')} on the way go to the new address.`
          : undefined,
    },
  ];
}
