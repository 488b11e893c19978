import type { DecisionView } from '@/domain/decisions/decision-view';
import type { StoredEvent } from '@/domain/ledger/event-hash';

/** An event of OCSF 1.3.0 (https://schema.ocsf.io/1.3.0), with the facts that syslog's own fields need. */
export interface OcsfRecord {
  /** `dec_…` or `evt_…`: the same at every try, for receivers that keep each once. */
  readonly id: string;
  readonly kind: 'decision' | 'change' | 'test';
  /** RFC 3339, UTC. */
  readonly at: string;
  readonly isFailure: boolean;
  readonly event: Readonly<Record<string, unknown>>;
}

const VERSION = '1.3.0';
const PROFILES = ['datetime'];
const PRODUCT = { name: 'Keyward', vendor_name: 'Keyward' };
const INFORMATIONAL = { severity_id: 1, severity: 'Informational' };
const [CREATE, READ, UPDATE, DELETE, OTHER] = [1, 2, 3, 4, 99] as const;
const ACTIVITY_NAMES = { 1: 'Create', 2: 'Read', 3: 'Update', 4: 'Delete' } as const;

const BY_METHOD: Readonly<Record<string, keyof typeof ACTIVITY_NAMES>> = {
  ...{ GET: READ, HEAD: READ, POST: CREATE, PUT: UPDATE, PATCH: UPDATE, DELETE },
};

/** Those that OCSF 1.3.0 lists; PATCH is none of them. */
const METHODS: ReadonlySet<string> = new Set([
  ...['CONNECT', 'DELETE', 'GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'TRACE'],
]);

/** By the first word of an action's verb, as in `tokens.revokeFamily`. */
const BY_VERB: Readonly<Record<string, keyof typeof ACTIVITY_NAMES>> = {
  ...{ create: CREATE, add: CREATE, exchange: CREATE, import: CREATE },
  ...{ get: READ, list: READ, export: READ, lookup: READ },
  ...{ update: UPDATE, edit: UPDATE, set: UPDATE, rename: UPDATE, rotate: UPDATE },
  ...{ delete: DELETE, remove: DELETE, revoke: DELETE },
};

/** A decision as API Activity [6003]. */
export function decisionRecord(decision: DecisionView): OcsfRecord {
  const { id, at, code, method, path, token, identity, group, ip, requestId } = decision;
  const activity = method === null ? undefined : BY_METHOD[method.toUpperCase()];
  const isFailure = decision.outcome === 'denied';
  const asked = [method, path].filter((part) => part !== null).join(' ');
  return {
    ...{ id, kind: 'decision', at, isFailure },
    event: {
      ...classOf(6, 'Application Activity', 6003, 'API Activity'),
      ...activityOf(6003, activity, method ?? 'Other'),
      ...timeOf(at),
      ...INFORMATIONAL,
      ...statusOf(isFailure, code, decision.reason),
      metadata: metadataOf(id, 'decisions', requestId),
      actor: {
        user: {
          ...(identity === null ? { name: 'Unknown' } : userOf(identity)),
          ...(token && { credential_uid: token.id }),
          ...(group && { groups: [{ uid: group.id, ...nameOf(group.slug) }] }),
        },
      },
      api: {
        operation: decision.operation ?? (asked || 'Unknown'),
        ...(decision.api !== null && { service: { name: decision.api } }),
        ...(requestId !== null && { request: { uid: requestId } }),
      },
      src_endpoint: ip === null ? { name: 'Unknown' } : { ip },
      ...(method !== null && {
        http_request: {
          ...(METHODS.has(method.toUpperCase()) && { http_method: method.toUpperCase() }),
          ...(path !== null && { url: { path } }),
          ...(decision.userAgent !== null && { user_agent: decision.userAgent }),
        },
      }),
      count: decision.foldedCount,
      unmapped: {
        ...{ verifier: decision.verifier, scope: decision.scope },
        token_name: token?.name ?? null,
        ...(method !== null && !METHODS.has(method.toUpperCase()) && { http_method: method }),
      },
    },
  };
}

/** A change as Entity Management [3004]. */
export function changeRecord(event: StoredEvent): OcsfRecord {
  const { id, at, action, seq, targetType, targetId, targetName, before, after } = event;
  const verb = action.split('.').at(-1) ?? action;
  const isFailure = event.outcome === 'denied';
  // What stands for all things of a type has neither, and an entity needs one of the two.
  const name = targetName ?? (targetId === null ? targetType : null);
  return {
    ...{ id, kind: 'change', at, isFailure },
    event: {
      ...classOf(3, 'Identity & Access Management', 3004, 'Entity Management'),
      ...activityOf(3004, BY_VERB[/^[a-z]+/.exec(verb)?.[0] ?? ''], action),
      ...timeOf(at),
      ...INFORMATIONAL,
      ...statusOf(isFailure, isFailure ? event.reason : null, null),
      metadata: {
        ...metadataOf(id, 'changes', event.requestId),
        // The actor of a change comes with the profile of hosts.
        profiles: [...PROFILES, 'host'],
        ...{ event_code: action, sequence: seq },
      },
      actor: {
        user: {
          ...userOf({ id: event.actorId, name: event.actorName, type: event.actorType }),
          ...(event.viaType === 'token' && event.viaId !== null && { credential_uid: event.viaId }),
        },
      },
      entity: {
        ...{ type: targetType, ...nameOf(name) },
        ...(targetId !== null && { uid: targetId }),
      },
      ...(event.ip !== null && { src_endpoint: { ip: event.ip } }),
      ...(event.reason !== null && { comment: event.reason }),
      unmapped: {
        ...{ before, after, hash: event.hash },
        ...{ group_id: event.groupId, user_agent: event.userAgent },
      },
    },
  };
}

/** What is sent when somebody asks for a test: Base Event [0]. */
export const testRecord = (id: string, at: string): OcsfRecord => ({
  ...{ id, kind: 'test', at, isFailure: false },
  event: {
    ...classOf(0, 'Uncategorized', 0, 'Base Event'),
    ...activityOf(0, undefined, 'Test'),
    ...timeOf(at),
    ...INFORMATIONAL,
    metadata: metadataOf(id, 'test', null),
    message: 'Keyward reaches this place.',
  },
});

const classOf = (category: number, categoryName: string, uid: number, name: string) => ({
  ...{ category_uid: category, category_name: categoryName, class_uid: uid, class_name: name },
});

function activityOf(
  classUid: number,
  known: keyof typeof ACTIVITY_NAMES | undefined,
  otherwise: string,
) {
  const id = known ?? OTHER;
  return {
    ...{ activity_id: id, activity_name: known ? ACTIVITY_NAMES[known] : otherwise },
    type_uid: classUid * 100 + id,
  };
}

const timeOf = (at: string) => ({ time: Date.parse(at), time_dt: at });

const statusOf = (isFailure: boolean, code: string | null, detail: string | null) => ({
  ...{ status_id: isFailure ? 2 : 1, status: isFailure ? 'Failure' : 'Success' },
  ...(code !== null && { status_code: code }),
  ...(detail !== null && { status_detail: detail }),
});

const metadataOf = (uid: string, log: string, correlation: string | null) => ({
  ...{ version: VERSION, product: PRODUCT, uid, log_name: log, profiles: PROFILES },
  ...(correlation !== null && { correlation_uid: correlation }),
});

const nameOf = (name: string | null) => (name === null ? {} : { name });

const userOf = (user: { id: string | null; name: string | null; type?: string }) => ({
  ...(user.id !== null && { uid: user.id }),
  ...nameOf(user.name),
  ...(user.type !== undefined && { type_id: OTHER, type: user.type }),
});
