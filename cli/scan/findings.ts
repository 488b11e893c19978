import { hashTokenSecret, tokenHint } from '@/domain/base/token-format';
import type { Origin } from './locate-objects';

interface At {
  readonly line: number;
  /** In bytes, from 1. */
  readonly column: number;
}

/** Where a secret stands. */
export type Place = FilePlace | NamePlace | StagedPlace | HistoryPlace | KeptName;

interface FilePlace extends At {
  readonly in: 'file';
  readonly path: string;
}

/** The name of a file or a folder, there or staged. */
interface NamePlace {
  readonly in: 'name';
  readonly path: string;
}

interface StagedPlace extends At {
  readonly in: 'staged';
  readonly path: string;
}

interface HistoryPlace extends At {
  readonly in: 'history';
  readonly repository: string;
  readonly object: string;
  readonly type: string;
  readonly origin: Origin | null;
}

/** The name of a file or a folder in what a repository stores. */
interface KeptName {
  readonly in: 'history';
  readonly repository: string;
  /** A folder that has the name. */
  readonly object: string;
  readonly type: 'tree';
  readonly origin: Origin | null;
}

/** A secret, by what may be shown of it, and everywhere it stands. */
export interface Finding {
  /** Such as `kwp_4vXm…9aQz`. */
  readonly hint: string;
  /** Hex, of the whole secret: `keyward token lookup` takes it. */
  readonly sha256: string;
  readonly places: readonly Place[];
}

/** @param allowed SHA-256 of secrets that may be there */
export function findingsOf(
  placed: readonly (readonly [secret: string, place: Place])[],
  allowed: ReadonlySet<string>,
): Finding[] {
  const bySecret = Map.groupBy(placed, ([secret]) => secret);
  return [...bySecret].flatMap(([secret, entries]) => {
    const sha256 = hashTokenSecret(secret).toString('hex');
    if (allowed.has(sha256)) return [];
    const { prefix, first4, last4 } = tokenHint(secret);
    const places = entries.map(([, place]) => place);
    return [{ hint: `${prefix}${first4}…${last4}`, sha256, places }];
  });
}
