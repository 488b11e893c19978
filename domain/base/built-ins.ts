import type { OperationName } from './operation-names';

/** The slug of the product's own API, whose operations are its commands and queries. */
export const KEYWARD_API = 'keyward';

export const ADMINISTRATORS = 'administrators';
/** The scope that makes Administrators what they are. */
export const ADMINISTER_SCOPE = 'keyward:administer';

/** The scope that only lets a resource server ask about tokens. */
export const VERIFY_SCOPE = 'keyward:verify';

export interface BuiltInGroup {
  readonly slug: string;
  readonly name: string;
  readonly description: string;
  readonly scope: string;
}

export const BUILT_IN_GROUPS: readonly BuiltInGroup[] = [
  {
    slug: ADMINISTRATORS,
    name: 'Administrators',
    description: 'Run Keyward: every operation of the control plane.',
    scope: ADMINISTER_SCOPE,
  },
  {
    slug: 'incident-responders',
    name: 'Incident responders',
    description: 'Find and stop tokens, people and groups, and read every log.',
    scope: 'keyward:respond',
  },
  {
    slug: 'auditors',
    name: 'Auditors',
    description: 'Read everything, change nothing.',
    scope: 'keyward:audit',
  },
];

/** Operations that stop something, put it off, or keep the record of it: safe for whoever is awake at 3 a.m. */
export const STOPPING_OPERATIONS: ReadonlySet<OperationName> = new Set([
  'anomalies.dismiss',
  'attention.snooze',
  'attention.unsnooze',
  'apis.freeze',
  'apis.unfreeze',
  'groups.freeze',
  'groups.unfreeze',
  'identities.resume',
  'identities.stop',
  'identities.suspend',
  'identities.undoStop',
  'incidents.addNote',
  'incidents.attach',
  'incidents.close',
  'incidents.open',
  'invitations.revoke',
  'sessions.end',
  'tokens.deny',
  'tokens.lookup',
  'tokens.resume',
  'tokens.revoke',
  'tokens.revokeFamily',
  'tokens.revokeMatching',
  'tokens.suspend',
  'tokens.undoRevoke',
]);

interface Described {
  readonly operation: OperationName;
  readonly kind: 'command' | 'query' | 'verifier';
}

export interface BuiltInScope {
  readonly name: string;
  readonly description: string;
  holds(operation: Described): boolean;
}

export const BUILT_IN_SCOPES: readonly BuiltInScope[] = [
  {
    name: ADMINISTER_SCOPE,
    description: 'Every operation of the control plane and the verifier.',
    holds: () => true,
  },
  {
    name: 'keyward:respond',
    description: 'Read everything; revoke, suspend, freeze and stop.',
    holds: ({ operation, kind }) => kind === 'query' || STOPPING_OPERATIONS.has(operation),
  },
  {
    name: 'keyward:audit',
    description: 'Read everything.',
    holds: ({ kind }) => kind === 'query',
  },
  {
    name: VERIFY_SCOPE,
    description: 'Let a resource server ask the verifier about tokens.',
    holds: ({ kind }) => kind === 'verifier',
  },
];
