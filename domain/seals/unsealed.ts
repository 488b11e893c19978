import type pg from 'pg';
import type { DecisionProblem } from './compare-batch';
import type { FoundBatch } from './read-leaves';

/** Counts decisions that are in no batch, and names those that should be. */
export function countUnsealed(
  { decisions }: FoundBatch,
  began: Began,
  unsealed: Map<string, number>,
): DecisionProblem[] {
  const problems: DecisionProblem[] = [];
  for (const { id, verifier, at } of decisions) {
    const since = began.of.get(verifier) ?? began.everywhere;
    if (at < since) {
      unsealed.set(verifier, (unsealed.get(verifier) ?? 0) + 1);
      continue;
    }
    const who = began.of.has(verifier) ? 'its verifier has' : 'every verifier should have';
    const message = `decision ${id} was put in: it is in no batch, and ${who} sealed all since ${since} (${verifier})`;
    problems.push({ problem: 'unsealed', verifier, seq: null, id, message });
  }
  return problems;
}

interface Began {
  /** From when on all decisions of a verifier are in batches. */
  readonly of: ReadonlyMap<string, string>;
  /** The same for those that have none. */
  readonly everywhere: string;
}

/** A verifier's clock may be ahead of the database's, by which batches are sealed. */
const CLOCKS = "interval '5 minutes'";
/** Verifiers of a version that seals nothing, beside those that seal, while they are replaced. */
const ROLLING = "interval '1 day'";
const LATER = '9999';

/** By the first batches: when they were sealed is part of what is hashed. */
export async function chainsBegan(client: pg.ClientBase): Promise<Began> {
  const text = (of: string) =>
    `to_char((${of}) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  const { rows } = await client.query<{ verifier: string; since: string; everywhere: string }>(
    `select verifier, ${text(`sealed_at + ${CLOCKS}`)} as since,
       ${text(`min(sealed_at) over () + ${ROLLING}`)} as everywhere
     from decision_batches where seq = 1`,
  );
  const of = new Map(rows.map(({ verifier, since }) => [verifier, since]));
  return { of, everywhere: rows[0]?.everywhere ?? LATER };
}
