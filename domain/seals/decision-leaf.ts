/**
 * What a leaf holds: the values of a decision in this order, as the journal wrote them before the
 * answer left. docs/audit-chain.md says how.
 */
export const LEAF_COLUMNS = [
  ...['token_id', 'outcome', 'at', 'ip', 'id', 'verifier', 'code', 'api', 'operation', 'method'],
  ...['path', 'token_name', 'identity_id', 'identity_name', 'group_id', 'group_slug', 'scope'],
  ...['user_agent', 'request_id', 'folded_count', 'folded_until', 'reason'],
] as const;

export const NULL = '\\N';
const SPECIAL = /[\\\b\t\n\v\f\r]/g;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '\\': '\\\\', '\b': '\\b', '\t': '\\t', '\n': '\\n', '\v': '\\v', '\f': '\\f', '\r': '\\r' },
};

/** A value in the text format of COPY (PostgreSQL documentation, COPY, "Text Format"). */
export const copyText = (text: string): string =>
  text.replace(SPECIAL, (found) => ESCAPES[found] ?? found);
