import { eq } from 'drizzle-orm';
import type { Queryable } from '@/db/client';
import { reviewCampaigns } from '@/db/schema/reviews';
import { notFound, type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';

export type CampaignRow = typeof reviewCampaigns.$inferSelect;

export interface CampaignTarget extends Target {
  readonly type: 'reviewCampaign';
  readonly id: string;
  readonly row: CampaignRow;
}

export async function loadCampaignTarget(
  db: Queryable,
  id: string,
  lock = false,
): Promise<CampaignTarget | Refusal> {
  const query = db.select().from(reviewCampaigns).where(eq(reviewCampaigns.id, id));
  const [row] = lock ? await query.for('update') : await query;
  if (!row) return notFound('reviewCampaign');
  return { type: 'reviewCampaign', id: row.id, name: row.name, row };
}

export const refuseEnded = ({ name, endedAt }: CampaignRow): Refusal | null =>
  endedAt ? refuse('conflict', 'campaign_ended', `${name} has ended: nothing follows.`) : null;
