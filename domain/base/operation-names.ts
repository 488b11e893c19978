/** The commands and queries of the control plane that a scope can grant. */
const GRANTABLE = [
  'access.explain',
  'access.preview',
  'access.whoAmI',
  'access.whoCanCall',
  'apis.create',
  'apis.delete',
  'apis.get',
  'apis.import',
  'apis.list',
  'apis.previewImport',
  'apis.update',
  'audit.checkpoints',
  'audit.export',
  'audit.get',
  'audit.list',
  'audit.verify',
  'configuration.apply',
  'configuration.export',
  'configuration.plan',
  'decisions.count',
  'decisions.export',
  'decisions.get',
  'decisions.list',
  'destinations.create',
  'destinations.delete',
  'destinations.dryRun',
  'destinations.get',
  'destinations.list',
  'destinations.test',
  'destinations.update',
  'groups.create',
  'groups.delete',
  'groups.editMembers',
  'groups.freeze',
  'groups.get',
  'groups.list',
  'groups.listMembers',
  'groups.matchMembers',
  'groups.previewMembers',
  'groups.previewPolicy',
  'groups.previewScopes',
  'groups.setScopes',
  'groups.unfreeze',
  'groups.update',
  'identities.create',
  'identities.explain',
  'identities.get',
  'identities.invite',
  'identities.list',
  'identities.listMade',
  'identities.resume',
  'identities.stop',
  'identities.suspend',
  'identities.update',
  'mail.get',
  'mail.test',
  'notices.list',
  'notices.markRead',
  'operations.create',
  'operations.delete',
  'operations.list',
  'operations.set',
  'operations.update',
  'organisation.getPolicy',
  'organisation.previewPolicy',
  'organisation.setPolicy',
  'overview.get',
  'passwords.change',
  'receipts.get',
  'rotations.get',
  'rotations.retry',
  'rotations.schedule',
  'rotations.start',
  'rotations.unschedule',
  'scopes.create',
  'scopes.delete',
  'scopes.get',
  'scopes.list',
  'scopes.update',
  'sessions.end',
  'sessions.list',
  'tokens.approve',
  'tokens.create',
  'tokens.delegate',
  'tokens.delegateSelf',
  'tokens.deny',
  'tokens.get',
  'tokens.getSelf',
  'tokens.list',
  'tokens.lookup',
  'tokens.rename',
  'tokens.resume',
  'tokens.revoke',
  'tokens.revokeFamily',
  'tokens.rotate',
  'tokens.rotateSelf',
  'tokens.suspend',
  'tokens.undoRevoke',
  'verifiers.list',
  'verifiers.listLost',
  'verifiers.settleLost',
  'webhooks.create',
  'webhooks.delete',
  'webhooks.get',
  'webhooks.getDelivery',
  'webhooks.list',
  'webhooks.listDeliveries',
  'webhooks.replay',
  'webhooks.rotateSecret',
  'webhooks.test',
  'webhooks.update',
] as const;

/** Operations of the verifier's endpoints; they are no commands, but scopes can grant them. */
export const VERIFIER_OPERATIONS = [
  { operation: 'tokens.verify', summary: 'Ask the verifier whether a token may do something' },
  { operation: 'tokens.introspect', summary: 'Introspect a token at the verifier (RFC 7662)' },
] as const;

const INTERNAL = [
  'destinations.recordTest',
  'memberships.end',
  'rotations.deliver',
  'rotations.fail',
  'rotations.mint',
  'rotations.retire',
  'sessions.create',
  'setup.bootstrap',
  'setup.claim',
  'setup.inspect',
  'setup.issueLink',
  'setup.recover',
  'tokens.retire',
  'tokens.suspendIdle',
  'webhooks.disable',
] as const;

export type ControlPlaneOperation = (typeof GRANTABLE)[number];
type InternalOperation = (typeof INTERNAL)[number];
/** What a definition may be called. */
export type CommandName = ControlPlaneOperation | InternalOperation;

/**
 * `aggregate.verb`: an operation of the built-in API `keyward`. Rights, definitions and events of the
 * log name them by this type alone, so that one nobody has defined doesn't compile.
 */
export type OperationName = CommandName | (typeof VERIFIER_OPERATIONS)[number]['operation'];

/** What an event of the log says was done: an operation, or Keyward bringing its own API up to date. */
export type EventAction = OperationName | 'apis.syncBuiltIns';

/** Only processes of the product itself perform these: no scope can grant them. */
export const INTERNAL_OPERATIONS: ReadonlySet<OperationName> = new Set<OperationName>(INTERNAL);

export const OPERATION_NAMES: ReadonlySet<string> = new Set<OperationName>([
  ...GRANTABLE,
  ...INTERNAL,
  ...VERIFIER_OPERATIONS.map(({ operation }) => operation),
]);

/** For what comes from outside: the database may hold operations of another version. */
export const isOperationName = (text: string): text is OperationName => OPERATION_NAMES.has(text);
