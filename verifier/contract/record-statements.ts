import pg from 'pg';
import type { CopyStreamQuery } from 'pg-copy-streams';

/** One statement as a verifier sent it; what was copied is text. */
export interface Sent {
  readonly text: string;
  readonly values: readonly unknown[];
  copied?: string;
}

/** Connections of a verifier, by the name they give Postgres. */
const OF_A_VERIFIER = /^keyward (verifier|snapshots|feed) /;
/** A replay has a transaction of its own. */
const OF_A_TRANSACTION = /^(begin|commit|rollback|savepoint|release)\b/i;
/** Heartbeats and polls repeat themselves: a few of each say it all. */
const MAX_OF_EACH = 3;

type Query = pg.Client['query'];
type Named = pg.Client & { readonly connectionParameters: { readonly application_name?: string } };
type Config = Pick<pg.QueryConfig, 'text' | 'values'>;

/** Writes down what the verifiers of this process send to Postgres, in the order they send it. */
export function recordStatements() {
  const sent: Sent[] = [];
  const { prototype } = pg.Client;
  const original = prototype.query;
  prototype.query = function (this: Named, ...args: unknown[]) {
    const { application_name = '' } = this.connectionParameters;
    if (OF_A_VERIFIER.test(application_name)) note(sent, args);
    return (original as (...all: unknown[]) => unknown).apply(this, args);
  } as Query;
  return {
    sent,
    stop(): void {
      prototype.query = original;
    },
  };
}

function note(sent: Sent[], [query, values]: unknown[]): void {
  const { text, values: own } = typeof query === 'string' ? { text: query } : (query as Config);
  if (OF_A_TRANSACTION.test(text)) return;
  const one: Sent = { text, values: Array.isArray(values) ? values : (own ?? []) };
  if (/^copy /i.test(text)) catchCopied(query as CopyStreamQuery, one);
  const same = sent.filter((other) => shapeOf(other.text) === shapeOf(text));
  if (same.length < MAX_OF_EACH) sent.push(one);
}

function catchCopied(stream: CopyStreamQuery, one: Sent): void {
  one.copied = '';
  const write = stream.write.bind(stream) as (...args: unknown[]) => boolean;
  stream.write = (chunk: Buffer, ...rest: unknown[]) => {
    one.copied += chunk.toString();
    return write(chunk, ...rest);
  };
}

/** A statement, however many values its lists have. */
export const shapeOf = (text: string): string =>
  text.replace(/\s+/g, ' ').replace(/\(\$\d+(, ?\$\d+)*\)/g, '($…)');
