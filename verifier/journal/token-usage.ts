import type pg from 'pg';
import type { Frame } from './frame';

/** What some decisions say of one token's use; times are RFC 3339 in UTC with milliseconds. */
export interface Usage {
  first: string;
  last: string;
  ip: string | null;
  allowed: number;
  denied: number;
}

const TAB = 9;
const NEWLINE = 10;
const NULL = '\\N';

/**
 * Adds up the uses of each token in a frame. Asking the verifier is a use of the asker's token.
 * Reads the first fields of each line of `toDecisionLine`: token, outcome, time, address.
 */
export function addUses(usages: Map<string, Usage>, { rows, uses }: Frame): void {
  const text = rows.toString('latin1');
  for (let at = 0; at < text.length; at = text.indexOf('\n', at) + 1) {
    const token = text.indexOf('\t', at);
    const tokenId = text.slice(at, token);
    if (tokenId === NULL) continue;
    const outcome = text.indexOf('\t', token + 1);
    const time = text.indexOf('\t', outcome + 1);
    const address = text.indexOf('\t', time + 1);
    const ip = text.slice(time + 1, address);
    const isAllowed = text.slice(token + 1, outcome) === 'allowed';
    count(usages, tokenId, text.slice(outcome + 1, time), ip === NULL ? null : ip, isAllowed);
  }
  for (let at = 0; at < uses.length; ) {
    const tab = uses.indexOf(TAB, at);
    const end = uses.indexOf(NEWLINE, tab);
    const tokenId = uses.toString('latin1', at, tab);
    count(usages, tokenId, uses.toString('latin1', tab + 1, end), null, true);
    at = end + 1;
  }
}

function count(
  usages: Map<string, Usage>,
  tokenId: string,
  at: string,
  ip: string | null,
  isAllowed: boolean,
): void {
  let usage = usages.get(tokenId);
  if (usage === undefined) {
    usage = { first: at, last: at, ip, allowed: 0, denied: 0 };
    usages.set(tokenId, usage);
  }
  // Times of a fixed length in UTC sort as text.
  if (at < usage.first) usage.first = at;
  if (at >= usage.last) {
    usage.last = at;
    usage.ip = ip ?? usage.ip;
  }
  if (isAllowed) usage.allowed += 1;
  else usage.denied += 1;
}

// Joined texts, since the driver would escape every element of an array. No value holds a comma.
const UPSERT = `insert into token_usage as kept
    (token_id, first_used_at, last_used_at, last_ip, allowed_count, denied_count)
  select token_id, first::timestamptz, last::timestamptz, nullif(ip, ''), allowed::bigint, denied::bigint
  from unnest(${[1, 2, 3, 4, 5, 6].map((at) => `string_to_array($${at}, ',')`).join(', ')})
    as used (token_id, first, last, ip, allowed, denied)
  on conflict (token_id) do update set
    first_used_at = least(kept.first_used_at, excluded.first_used_at),
    last_used_at = greatest(kept.last_used_at, excluded.last_used_at),
    last_ip = case when excluded.last_used_at >= kept.last_used_at
      then coalesce(excluded.last_ip, kept.last_ip) else kept.last_ip end,
    allowed_count = kept.allowed_count + excluded.allowed_count,
    denied_count = kept.denied_count + excluded.denied_count`;

/** Keeps up `token_usage`, inside the caller's transaction. */
export async function upsertTokenUsage(
  client: pg.ClientBase,
  usages: ReadonlyMap<string, Usage>,
): Promise<void> {
  if (usages.size === 0) return;
  // Sorted, so that two verifiers lock the rows they share in the same order.
  const sorted = [...usages].sort(([one], [other]) => (one < other ? -1 : 1));
  const values = sorted.map(([, usage]) => usage);
  await client.query({
    name: 'upsert-token-usage',
    text: UPSERT,
    values: [
      sorted.map(([tokenId]) => tokenId).join(','),
      values.map((usage) => usage.first).join(','),
      values.map((usage) => usage.last).join(','),
      values.map((usage) => usage.ip ?? '').join(','),
      values.map((usage) => usage.allowed).join(','),
      values.map((usage) => usage.denied).join(','),
    ],
  });
}
