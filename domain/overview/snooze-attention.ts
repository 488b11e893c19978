import { and, eq, gt, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Transaction } from '@/db/client';
import { attentionSnoozes } from '@/db/schema/attention';
import { prose } from '@/domain/base/input';
import { instantInput, instantText, toInstantText } from '@/domain/base/instant';
import { invalid, refuse } from '@/domain/base/refusal';
import { defineCommand } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { ATTENTION_KINDS, type AttentionKind } from './attention-kinds';
import { MAX_SNOOZE_DAYS } from './overview-facts';

const what = { kind: z.enum(ATTENTION_KINDS), token: z.string().max(100) };

const sleeping = (tokenId: string, kind: AttentionKind) =>
  and(
    eq(attentionSnoozes.tokenId, tokenId),
    eq(attentionSnoozes.kind, kind),
    gt(attentionSnoozes.until, sql`now()`),
  );

async function sleepsUntil(tx: Transaction, tokenId: string, kind: AttentionKind) {
  const [row] = await tx.select().from(attentionSnoozes).where(sleeping(tokenId, kind));
  return row ? toInstantText(row.until) : null;
}

/** Puts off what a token needs attention for, until a day; everybody sees who did, and may take it back. */
export const snoozeAttention = defineCommand({
  operation: 'attention.snooze',
  summary: 'Put off what needs attention',
  http: { method: 'POST', path: '/attention/snooze' },
  input: z.object({ ...what, until: instantInput(), reason: prose().optional() }),
  output: z.object({ until: instantText(), by: z.string() }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async admit({ input }) {
    const aheadMs = Date.parse(input.until) - Date.now();
    return aheadMs > 0 && aheadMs <= MAX_SNOOZE_DAYS * 86_400_000
      ? null
      : invalid('until', `Pick a day within the next ${MAX_SNOOZE_DAYS}.`);
  },
  async run({ tx, actor, input: { kind, until, reason }, target }) {
    const before = await sleepsUntil(tx, target.id, kind);
    const set = {
      ...{ until: new Date(until), byId: actor.id, byName: actor.name, reason: reason || null },
    };
    await tx
      .insert(attentionSnoozes)
      .values({ tokenId: target.id, kind, ...set })
      .onConflictDoUpdate({
        target: [attentionSnoozes.tokenId, attentionSnoozes.kind],
        set: { ...set, createdAt: sql`now()` },
      });
    return {
      value: { until, by: actor.name },
      audit: { before: { kind, until: before }, after: { kind, until }, reason, affects: [] },
    };
  },
});

/** Takes that back: it needs attention again. */
export const unsnoozeAttention = defineCommand({
  operation: 'attention.unsnooze',
  summary: 'Stop putting off what needs attention',
  http: { method: 'POST', path: '/attention/unsnooze' },
  input: z.object(what),
  output: z.object({ kind: z.enum(ATTENTION_KINDS) }),
  target: ({ db, input }) => loadTokenTarget(db, input.token),
  async run({ tx, input: { kind }, target }) {
    const before = await sleepsUntil(tx, target.id, kind);
    if (before === null) {
      return refuse('conflict', 'not_snoozed', `Nobody has put this off for ${target.name}.`);
    }
    await tx.delete(attentionSnoozes).where(sleeping(target.id, kind));
    return {
      value: { kind },
      audit: { before: { kind, until: before }, after: { kind, until: null }, affects: [] },
    };
  },
});
