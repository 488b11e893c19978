import type { RequestOrigin } from '@/domain/base/context';
import type { RequestFacts } from './decision';
import { pathOf, storableText } from './storable-text';

const MAX_METHOD_LENGTH = 32;
const MAX_PATH_LENGTH = 2_000;
const MAX_USER_AGENT_LENGTH = 300;
const MAX_REQUEST_ID_LENGTH = 200;

type Said = string | null | undefined;

/** A request by the word of whoever sent it, or asks about it. */
export interface SaidOfRequest {
  readonly method: Said;
  /** As sent, be it with its query string. */
  readonly path: Said;
  readonly userAgent: Said;
  readonly requestId: Said;
}

/**
 * A request as a decision keeps it: every door makes it here.
 * @param ip in the canonical form, null where it can't be told
 */
export const requestFacts = (said: SaidOfRequest, ip: string | null): RequestFacts => ({
  method: storableText(said.method, MAX_METHOD_LENGTH),
  path: storableText(said.path && pathOf(said.path), MAX_PATH_LENGTH),
  ip,
  userAgent: storableText(said.userAgent, MAX_USER_AGENT_LENGTH),
  requestId: storableText(said.requestId, MAX_REQUEST_ID_LENGTH),
});

/** The same as an event of the audit log keeps it: people read it there, so nothing unseen stays. */
export const requestOriginOf = (id: string, ip: string | null, userAgent: Said): RequestOrigin => ({
  id,
  ip,
  userAgent: storableText(userAgent?.replaceAll(/\p{Cc}/gu, ''), MAX_USER_AGENT_LENGTH),
});
