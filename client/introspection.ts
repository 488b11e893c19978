import { isFields, isText } from './shape.js';

/** The members of RFC 7662 section 2.2 by their names there; `exp` in seconds since the epoch. */
export interface ActiveToken {
  readonly active: true;
  /** Scope names, separated by blanks. */
  readonly scope: string;
  readonly client_id: string;
  readonly username: string;
  readonly token_type: string;
  readonly exp: number;
  readonly sub: string;
  readonly jti: string;
  /** Slug of the group the token acts in. */
  readonly group: string;
}

export type Introspection = { readonly active: false } | ActiveToken;

/** Null where the answer is not well formed. */
export function readIntrospection(value: unknown): Introspection | null {
  if (!isFields(value)) return null;
  if (value.active === false) return { active: false };
  const { active, scope, client_id, username, token_type, exp, sub, jti, group } = value;
  if (active !== true || typeof exp !== 'number') return null;
  if (!isText(scope) || !isText(client_id) || !isText(username) || !isText(token_type)) return null;
  if (!isText(sub) || !isText(jti) || !isText(group)) return null;
  return { active, scope, client_id, username, token_type, exp, sub, jti, group };
}
