import type { ControlPlaneOperation } from '@/domain/base/operation-names';
import type { Aim } from '@/domain/testing/aim';

/** What a command line asks of the control API, and with what it is typed. */
export interface CliCommand {
  /** Of several it asks for, the one that changes something. */
  readonly operation: ControlPlaneOperation;
  readonly args: (aim: Aim, files: CliFiles) => readonly string[];
  /** What tokens may, where it is not all that the operation can be asked for. */
  readonly may?: readonly string[];
}

export interface CliFiles {
  /** An OpenAPI document, and a configuration. */
  readonly document: string;
  readonly configuration: string;
}

const SCOPE = 'billing/invoices:read';

/** Every command that acts over HTTP, by what is typed; some once more, with what asks for something else. */
export const CLI_COMMANDS: Readonly<Record<string, CliCommand>> = {
  'access who': {
    operation: 'access.whoCanCall',
    args: ({ api, operation }) => ['access', 'who', '--operation', operation, '--api', api],
  },
  'access why': {
    operation: 'access.why',
    args: ({ api, operation, token }) => [
      ...['access', 'why', '--operation', operation, '--api', api, '--token', token],
    ],
  },
  'anomaly dismiss': {
    operation: 'anomalies.dismiss',
    args: ({ anomaly }) => ['anomaly', 'dismiss', anomaly],
  },
  'anomaly list': { operation: 'anomalies.list', args: () => ['anomaly', 'list'] },
  'api freeze': {
    operation: 'apis.freeze',
    args: ({ api }) => ['api', 'freeze', api, '--for', '2h'],
  },
  'api import': {
    operation: 'apis.import',
    args: ({ api }, { document }) => ['api', 'import', api, document],
  },
  'api import --dry-run': {
    operation: 'apis.previewImport',
    args: ({ api }, { document }) => ['api', 'import', api, document, '--dry-run'],
  },
  'api list': { operation: 'apis.list', args: () => ['api', 'list'] },
  'api unfreeze': { operation: 'apis.unfreeze', args: ({ api }) => ['api', 'unfreeze', api] },
  apply: {
    operation: 'configuration.apply',
    args: (_aim, { configuration }) => ['apply', '--file', configuration],
  },
  'audit export': { operation: 'audit.export', args: () => ['audit', 'export'] },
  'audit export --log decisions': {
    operation: 'decisions.export',
    args: () => ['audit', 'export', '--log', 'decisions'],
  },
  'blast-radius': {
    operation: 'decisions.blastRadius',
    args: ({ token }) => ['blast-radius', '--token', token, '--last', '7d'],
  },
  exchange: {
    operation: 'tokens.delegateSelf',
    args: () => ['exchange', '--acts-as', 'agent'],
  },
  export: { operation: 'configuration.export', args: () => ['export'] },
  'group create': { operation: 'groups.create', args: () => ['group', 'create', 'fresh'] },
  'group freeze': { operation: 'groups.freeze', args: ({ group }) => ['group', 'freeze', group] },
  'group list': { operation: 'groups.list', args: () => ['group', 'list'] },
  'group members add': {
    operation: 'groups.editMembers',
    args: ({ group, newcomer }) => ['group', 'members', 'add', group, newcomer],
  },
  'group members list': {
    operation: 'groups.listMembers',
    args: ({ group }) => ['group', 'members', 'list', group],
  },
  'group members remove': {
    operation: 'groups.editMembers',
    args: ({ group, member }) => ['group', 'members', 'remove', group, member],
    // Whoever takes somebody out hands nothing out.
    may: ['ynnyh', 'ynnyh', 'ynnyh'],
  },
  'group scopes add': {
    operation: 'groups.setScopes',
    args: ({ group }) => ['group', 'scopes', 'add', group, SCOPE],
  },
  'group scopes list': {
    operation: 'groups.get',
    args: ({ group }) => ['group', 'scopes', 'list', group],
  },
  'group scopes remove': {
    operation: 'groups.setScopes',
    args: ({ group, api }) => [
      ...['group', 'scopes', 'remove', group],
      api === 'billing' ? SCOPE : 'keyward/desk',
    ],
  },
  'group scopes set': {
    operation: 'groups.setScopes',
    args: ({ group }) => ['group', 'scopes', 'set', group, SCOPE],
  },
  'group show': { operation: 'groups.get', args: ({ group }) => ['group', 'show', group] },
  'group unfreeze': {
    operation: 'groups.unfreeze',
    args: ({ group }) => ['group', 'unfreeze', group],
  },
  'identity list': { operation: 'identities.list', args: () => ['identity', 'list'] },
  'identity resume': {
    operation: 'identities.resume',
    args: ({ member }) => ['identity', 'resume', member],
  },
  'identity show': {
    operation: 'identities.get',
    args: ({ member }) => ['identity', 'show', member],
  },
  'identity stop': {
    operation: 'identities.stop',
    args: ({ member }) => ['identity', 'stop', member, '--reason', 'lost laptop'],
  },
  'identity suspend': {
    operation: 'identities.suspend',
    args: ({ member }) => ['identity', 'suspend', member],
  },
  'identity undo-stop': {
    operation: 'identities.undoStop',
    args: ({ member }) => ['identity', 'undo-stop', member],
  },
  'incident attach': {
    operation: 'incidents.attach',
    args: ({ incident, group }) => ['incident', 'attach', incident, '--group', group],
  },
  'incident close': {
    operation: 'incidents.close',
    args: ({ incident }) => ['incident', 'close', incident, '--summary', 'Revoked.'],
  },
  'incident export': {
    operation: 'incidents.export',
    args: ({ incident }) => ['incident', 'export', incident],
  },
  'incident list': { operation: 'incidents.list', args: () => ['incident', 'list'] },
  'incident note': {
    operation: 'incidents.addNote',
    args: ({ incident }) => ['incident', 'note', incident, 'It was in a log.'],
  },
  'incident open': {
    operation: 'incidents.open',
    args: () => ['incident', 'open', 'Another leak', '--note', 'It was in a log.'],
  },
  'incident show': {
    operation: 'incidents.get',
    args: ({ incident }) => ['incident', 'show', incident],
  },
  plan: {
    operation: 'configuration.plan',
    args: (_aim, { configuration }) => ['plan', '--file', configuration],
  },
  receipts: { operation: 'receipts.get', args: () => ['receipts', '1'] },
  'request approve': {
    operation: 'requests.approve',
    args: ({ request }) => ['request', 'approve', request],
  },
  'request create': {
    operation: 'requests.create',
    args: () => [
      ...['request', 'create', '--operation', 'billing listInvoices', '--reason', 'on call'],
    ],
  },
  'request deny': {
    operation: 'requests.deny',
    args: ({ request }) => ['request', 'deny', request, '--reason', 'ask for less'],
  },
  'request list': { operation: 'requests.list', args: () => ['request', 'list'] },
  'request show': {
    operation: 'requests.get',
    args: ({ request }) => ['request', 'show', request],
  },
  'request withdraw': {
    operation: 'requests.withdraw',
    args: ({ request }) => ['request', 'withdraw', request],
  },
  'retention set': {
    operation: 'retention.set',
    args: () => ['retention', 'set', '--hold', 'a lawsuit'],
  },
  'retention show': { operation: 'retention.get', args: () => ['retention', 'show'] },
  'sink create': {
    operation: 'sinks.create',
    args: () => ['sink', 'create', 'fresh', '--syslog', 'logs.example.com'],
  },
  'sink delete': { operation: 'sinks.delete', args: ({ sink }) => ['sink', 'delete', sink] },
  'sink list': { operation: 'sinks.list', args: () => ['sink', 'list'] },
  'sink pause': { operation: 'sinks.update', args: ({ sink }) => ['sink', 'pause', sink] },
  'sink resume': { operation: 'sinks.update', args: ({ sink }) => ['sink', 'resume', sink] },
  'sink show': { operation: 'sinks.get', args: ({ sink }) => ['sink', 'show', sink] },
  'sink test': {
    operation: 'sinks.test',
    args: ({ sink }) => ['sink', 'test', sink, '--no-wait'],
  },
  'sink update': {
    operation: 'sinks.update',
    args: ({ sink }) => ['sink', 'update', sink, '--name', 'renamed'],
  },
  'token create': {
    operation: 'tokens.create',
    args: ({ group, service }) => [
      ...['token', 'create', 'by hand', '--identity', service, '--group', group],
    ],
  },
  'token list': { operation: 'tokens.list', args: () => ['token', 'list'] },
  'token lookup': {
    operation: 'tokens.lookup',
    args: ({ tokenSha256 }) => ['token', 'lookup', tokenSha256],
  },
  'token matching': {
    operation: 'tokens.previewMatching',
    args: ({ member }) => ['token', 'matching', '--made-by', member],
  },
  'token resume': {
    operation: 'tokens.resume',
    args: ({ suspendedToken }) => ['token', 'resume', suspendedToken],
  },
  'token revoke': { operation: 'tokens.revoke', args: ({ token }) => ['token', 'revoke', token] },
  'token revoke --family': {
    operation: 'tokens.revokeFamily',
    args: ({ token }) => ['token', 'revoke', token, '--family'],
  },
  'token revoke-matching': {
    operation: 'tokens.revokeMatching',
    args: ({ member }) => ['token', 'revoke-matching', '--made-by', member, '--expect', '9'],
  },
  'token rotate': {
    operation: 'tokens.rotate',
    args: ({ serviceToken }) => ['token', 'rotate', serviceToken],
  },
  'token rotate self': { operation: 'tokens.rotateSelf', args: () => ['token', 'rotate'] },
  'token show': { operation: 'tokens.get', args: ({ token }) => ['token', 'show', token] },
  'token suspend': {
    operation: 'tokens.suspend',
    args: ({ token }) => ['token', 'suspend', token],
  },
  'token undo-revoke': {
    operation: 'tokens.undoRevoke',
    args: ({ token }) => ['token', 'undo-revoke', token],
  },
  'view delete': { operation: 'views.delete', args: ({ view }) => ['view', 'delete', view] },
  'view list': { operation: 'views.list', args: () => ['view', 'list'] },
  'view save': {
    operation: 'views.save',
    args: () => ['view', 'save', 'Denied', 'outcome:denied'],
  },
  whoami: { operation: 'access.whoAmI', args: () => ['whoami'] },
};
