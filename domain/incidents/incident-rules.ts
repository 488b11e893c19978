import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

/** Once it is closed, nothing is added to an incident. */
export const refuseClosed = (
  _actor: Actor,
  { title, closedAt }: { readonly title: string; readonly closedAt: Date | string | null },
): Refusal | null =>
  closedAt === null ? null : refuse('conflict', 'incident_closed', `${title} is closed.`);

/** The target of a command, of an incident that is shown. */
export const incidentTarget = ({ id, title }: { id: string; title: string }): Target => ({
  ...{ type: 'incident', id, name: title },
});
