import { z } from 'zod';
import type { anomalies } from '@/db/schema/anomalies';
import { instantText, toInstantText, toInstantTextOrNull } from '@/domain/base/instant';
import { ANOMALY_KINDS, anomalySchema } from '@/domain/notices/anomaly-facts';
import { evidenceQuery, sayAnomaly } from '@/domain/notices/anomaly-words';

export const anomalyViewSchema = z.object({
  id: z.string(),
  kind: z.enum(ANOMALY_KINDS),
  /** The token or the group that it is about. */
  subject: z.object({
    ...{ type: z.enum(['token', 'group']), id: z.string(), name: z.string() },
    /** Of the secret of a token. */
    last4: z.string().nullable(),
  }),
  /** Where a token acts, or the group itself. */
  group: z.object({ id: z.string(), name: z.string() }),
  /** What is out of the ordinary, and what to do, in words. */
  title: z.string(),
  text: z.string(),
  raisedAt: instantText(),
  /** What finds the decisions that show it. */
  evidence: z.object({ q: z.string(), from: instantText(), to: instantText() }),
  dismissedAt: instantText().nullable(),
  dismissedBy: z.object({ id: z.string(), name: z.string() }).nullable(),
});
export type AnomalyView = z.output<typeof anomalyViewSchema>;

export function toAnomalyView(row: typeof anomalies.$inferSelect): AnomalyView {
  const { id, subjectName: name, dismissedBy, dismissedByName } = row;
  const anomaly = anomalySchema.parse(row.facts);
  const subject = { type: row.subjectType, id: row.subjectId, name, last4: row.last4 };
  return {
    ...{ id, kind: anomaly.kind, subject, ...sayAnomaly(name, anomaly, row.groupName) },
    group: { id: row.groupId, name: row.groupName ?? name },
    raisedAt: toInstantText(row.createdAt),
    evidence: {
      q: evidenceQuery(subject, anomaly),
      from: toInstantText(row.seenFrom),
      // The end of a range is not part of it, and times of decisions are finer.
      to: toInstantText(new Date(row.seenTo.getTime() + 1)),
    },
    dismissedAt: toInstantTextOrNull(row.dismissedAt),
    dismissedBy:
      dismissedBy === null ? null : { id: dismissedBy, name: dismissedByName ?? dismissedBy },
  };
}
