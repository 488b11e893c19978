'use client';

import type { AnomalyRow, Dismiss } from './anomaly-acts';
import { AnomalyLine } from './anomaly-line';

/** Uses out of the ordinary, newest first, each in words with its evidence. */
export function AnomalyList(props: { items: readonly AnomalyRow[]; dismiss: Dismiss }) {
  return (
    <ul
      aria-label="Anomalies"
      className="divide-y divide-line overflow-clip rounded-lg border border-line bg-surface"
    >
      {props.items.map((anomaly) => (
        <AnomalyLine
          key={anomaly.id}
          anomaly={anomaly}
          dismiss={props.dismiss}
          className="px-4 py-3"
        />
      ))}
    </ul>
  );
}
