import type { JsonObject } from '@/db/schema/history';

/** What an operation acts on. `groupIds` and `identityId` are what role rights are measured by. */
export interface Target {
  readonly type:
    | 'token'
    | 'group'
    | 'identity'
    | 'api'
    | 'scope'
    | 'session'
    | 'decision'
    | 'webhook'
    | 'destination'
    | 'trustRule'
    | 'ssoProvider'
    | 'review'
    | 'reviewCampaign'
    | 'scimUser'
    | 'scimGroup'
    | 'request'
    | 'savedView'
    | 'sink'
    | 'incident'
    | 'anomaly'
    | 'system';
  readonly id: string | null;
  readonly name: string | null;
  readonly groupIds?: readonly string[];
  readonly identityId?: string | null;
}

/** What `run` must say of its change; the runner adds who, when, from where, and the chain. */
export interface AuditEntry {
  /** The subject, where `run` has just made it or it is not the authorized target. */
  readonly target?: Pick<Target, 'type' | 'id' | 'name'>;
  readonly before?: JsonObject;
  readonly after?: JsonObject;
  readonly reason?: string;
  /**
   * Ids of tokens, groups, identities and APIs whose decisions this changes: verifiers drop them, and
   * with a token whatever was made from it, which is not named.
   */
  readonly affects: readonly string[];
}

/** The target of operations that concern no single thing. */
export const everything = (type: Target['type']): Target => ({ type, id: null, name: null });
