import type pg from 'pg';
import { SegmentReader } from './read-segment';
import { shipLines } from './ship-lines';

/** Durable bytes of a segment that Postgres may not have yet, as far as is known. */
export interface PartToShip {
  readonly verifier: string;
  readonly segment: { readonly id: string; readonly path: string };
  readonly from: number;
  readonly to: number;
}

/** What became of it. */
export interface ShippedPart {
  /** The offset in the segment that Postgres has, now. */
  readonly shippedBytes: number;
  /** Bytes that were skipped, since they hold nothing whole. */
  readonly damagedBytes: number;
  /** A frame begins there that isn't whole: torn off by a crash, its decisions never answered. */
  readonly isTorn: boolean;
}

/** Reads whole frames of a segment, as many as a window holds, and brings them into Postgres, once. */
export type ShipPart = (part: PartToShip) => Promise<ShippedPart>;

/** In this thread. */
export function shipPartsBy(pool: pg.Pool): ShipPart {
  const reader = new SegmentReader();
  return async ({ verifier, segment, from, to }) => {
    const { lines, uses, end, damagedBytes, isTorn } = await reader.read(segment, from, to);
    const shipment = { segmentId: segment.id, verifier, from, to: end, lines, uses };
    return { shippedBytes: await shipLines(pool, shipment), damagedBytes, isTorn };
  };
}
