import { withholdSecrets } from '@/db/secrets/withhold-secrets';
import { copyText, LEAF_COLUMNS, NULL } from '@/domain/seals/decision-leaf';
import type { Decision } from './record/decision';

const TAB = 9;
const NEWLINE = 10;

/** The columns that these lines have: an earlier version left some whose last ones are missing. */
export function columnsOf(lines: Buffer): string {
  let tabs = 0;
  for (let at = 0; at < lines.length && lines[at] !== NEWLINE; at += 1) {
    if (lines[at] === TAB) tabs += 1;
  }
  return LEAF_COLUMNS.slice(0, tabs + 1).join(', ');
}

/** A value of a line. The last step before it is stored: no secret goes further. */
function field(text: string | null): string {
  if (text === null) return NULL;
  return copyText(withholdSecrets(text));
}

let instantMs = Number.NaN;
let instant = '';

/** RFC 3339 in UTC; decisions come in bunches of the same millisecond. */
export function instantText(ms: number): string {
  if (ms !== instantMs) {
    instantMs = ms;
    instant = new Date(ms).toISOString();
  }
  return instant;
}

/** How often, and until when, one row stands for refusals that were folded into it. */
export interface Folding {
  readonly count: number;
  readonly untilMs: number;
}

/** A decision as one line of COPY input into `decisions`, its columns those of a leaf, with its newline. */
export function toDecisionLine(decision: Decision, verifier: string, folding?: Folding): string {
  const { request, token, identity, group, code } = decision;
  const subject =
    token === null || identity === null || group === null
      ? `${NULL}\t${NULL}\t${NULL}\t${NULL}\t${NULL}`
      : `${field(token.name)}\t${identity.id}\t${field(identity.name)}\t${group.id}\t${group.slug}`;
  return (
    `${token?.id ?? NULL}\t${code === 'allowed' ? code : 'denied'}\t${instantText(decision.atMs)}\t` +
    `${field(request.ip)}\t${decision.id}\t${field(verifier)}\t${code}\t${field(decision.api)}\t` +
    `${field(decision.operation)}\t${field(request.method)}\t${field(request.path)}\t${subject}\t` +
    `${field(decision.scope)}\t${field(request.userAgent)}\t${field(request.requestId)}\t` +
    `${folding?.count ?? 1}\t${folding ? instantText(folding.untilMs) : NULL}\t${decision.reason ?? NULL}\n`
  );
}
