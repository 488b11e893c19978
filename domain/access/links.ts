import {
  type DenialCode,
  isAlive,
  isIdle,
  isMember,
  meetsPolicy,
  scopesWithin,
  whyEnded,
} from '@/domain/decision/decide';
import type { GroupSnapshot, SubjectSnapshot, TokenSnapshot } from '@/domain/decision/snapshot';

/** What stands between a caller and an operation, in the order in which `decide` asks. */
export const LINKS = [
  'token',
  'identity',
  'membership',
  'group',
  'parents',
  'policy',
  'use',
  'address',
  'api',
  'scope',
  'restriction',
] as const;
export type LinkName = (typeof LINKS)[number];

export interface ClosedLink {
  readonly link: LinkName;
  readonly code: DenialCode;
}

/** Whose access is explained: a token, somebody without one, or everybody in a group. */
export interface Asked {
  readonly token: TokenSnapshot['token'] | null;
  readonly subject: SubjectSnapshot | null;
  readonly group: GroupSnapshot;
  readonly api: string;
  readonly isApiFrozen: boolean;
  readonly operation: string;
  /** Where it would come from; undefined where that is not asked, null for an unknown address. */
  readonly ip: string | null | undefined;
}

/**
 * Every link that is closed, where `decide` stops at the first: without one, the operation may be
 * called. It asks the same functions as `decide`, over the same snapshots.
 * @param nowMs milliseconds since the epoch
 */
export function closedLinks(asked: Asked, nowMs: number): ClosedLink[] {
  const { token, subject, group, ip } = asked;
  const closed: ClosedLink[] = [];
  const close = (link: LinkName, code: DenialCode | null | false) => {
    if (code) closed.push({ link, code });
  };
  close('token', token && whyEnded(token, nowMs));
  if (subject) {
    close('identity', subject.identity.state !== 'active' && 'identity_suspended');
    close('membership', !isMember(subject, group, nowMs) && 'membership_ended');
  }
  close('group', group.state !== 'active' && 'group_frozen');
  if (token) {
    const above = token.ancestors ?? [];
    const live = above.every((one) => isAlive(one, group, nowMs));
    close('parents', !live && 'parent_ended');
    close('policy', !meetsPolicy(token, nowMs) && 'policy_not_met');
    close('use', isIdle(token, group, nowMs) && 'idle');
  }
  const filters = [group, ...(token ? [token, ...(token.ancestors ?? [])] : [])];
  const passes = ip === undefined || filters.every(({ allows }) => allows(ip));
  close('address', token !== null && !passes && 'ip_not_allowed');
  close('api', asked.isApiFrozen && 'api_frozen');
  const granting = group.grants.get(asked.api)?.get(asked.operation) ?? [];
  close('scope', granting.length === 0 && 'operation_not_granted');
  const within = token ? scopesWithin(token, granting) : granting;
  close('restriction', granting.length > 0 && within.length === 0 && 'operation_not_in_token');
  return closed;
}
