import type { Queryable } from '@/db/client';
import type { AnomalyView } from '@/domain/anomalies/anomaly-view';
import { findOpenAnomalies } from '@/domain/anomalies/list-anomalies';
import type { Reach } from '@/domain/authority/reach';
import { readTokenViews, type TokenView } from '@/domain/tokens/token-view';

interface OpenAnomalies {
  count: number;
  items: { anomaly: AnomalyView; token: TokenView | null }[];
}

/** How many within reach nobody has dismissed, and the newest of them with the tokens they are about. */
export async function readOpenAnomalies(db: Queryable, reach: Reach): Promise<OpenAnomalies> {
  const { count, items } = await findOpenAnomalies(db, reach);
  const tokens = await readTokenViews(
    db,
    items.map(({ subject }) => subject.id),
  );
  return {
    count,
    items: items.map((anomaly) => ({ anomaly, token: tokens.get(anomaly.subject.id) ?? null })),
  };
}
