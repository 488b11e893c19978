import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

/** An anomaly is dismissed once, and whoever did is named. */
export const refuseDismissed = (
  _actor: Actor,
  { dismissedBy }: { readonly dismissedBy: { readonly name: string } | null },
): Refusal | null =>
  dismissedBy === null
    ? null
    : refuse('conflict', 'anomaly_dismissed', `${dismissedBy.name} has dismissed it already.`);

/** The target of a command, of an anomaly that is shown. */
export const anomalyTarget = (anomaly: {
  readonly id: string;
  readonly subject: { readonly name: string };
  readonly group: { readonly id: string };
}): Target => ({
  ...{ type: 'anomaly', id: anomaly.id, name: anomaly.subject.name },
  groupIds: [anomaly.group.id],
});
