const decide = (name, find, replace) => ({
  file: 'domain/decision/decide.ts',
  name,
  find,
  replace,
  tests: ['domain/decision/decide.test.ts'],
});
const below = (name, find, replace) => ({
  ...decide(name, find, replace),
  tests: ['verifier/delegation-histories.test.ts'],
});
const of = (file, test) => (name, find, replace) => ({
  file: `domain/${file}.ts`,
  name,
  find,
  replace,
  tests: [`domain/${test ?? file}.test.ts`],
});
const filter = of('decision/address-filter');
const client = of('decision/client-address');
const administrators = of('authority/administrators');
const reach = of('authority/reach');
const members = (name, find, replace) => ({
  file: 'domain/groups/edit-members.ts',
  name,
  find,
  replace,
  tests: ['domain/groups/handing-out-rights.test.ts'],
});

export const ACCESS = [
  decide('a revoked token works', "if (token.state === 'revoked') return 'token_revoked';", ''),
  decide('a retired token works', 'nowMs >= token.retiresAtMs)', 'false)'),
  decide(
    'a token works when it retires',
    'nowMs >= token.retiresAtMs',
    'nowMs > token.retiresAtMs',
  ),
  decide('a suspended token works', "if (token.state !== 'active') return 'token_suspended';", ''),
  decide(
    'what is asked for is looked at before the token',
    'const { token } = snapshot;',
    "const { token } = snapshot;\n  if (request.kind === 'unresolved') return deny(request.code);",
  ),
  decide(
    'whether a token works depends on what it holds',
    "if (request.kind === 'life') return ALIVE;",
    "if (request.kind === 'life') return group.grants.size > 0 ? ALIVE : deny('operation_not_granted');",
  ),
  decide('an expired token works', 'return nowMs < token.expiresAtMs ? null', 'return true ? null'),
  decide(
    'a token works when it expires',
    'nowMs < token.expiresAtMs',
    'nowMs <= token.expiresAtMs',
  ),
  decide(
    'an expiry that is no number never comes',
    "nowMs < token.expiresAtMs ? null : 'token_expired'",
    "nowMs >= token.expiresAtMs ? 'token_expired' : null",
  ),
  decide(
    'a token works however long it was unused',
    '!(nowMs - token.idleSinceMs <= idleLimitSeconds * 1_000)',
    'false',
  ),
  decide(
    'a child outlives its parent',
    '!ancestors.every((one) => isAlive(one, group, nowMs))',
    'false',
  ),
  decide(
    'a child works from where its parent does not',
    'ancestors !== null && !allAllow(ancestors, request.ip)',
    'false',
  ),
  decide('a child holds what its parent lacks', '[token, ...ancestors].every(', '[token].every('),
  below(
    'a child holds what its grandparent lacks',
    '[token, ...ancestors].every(',
    '[token, ...ancestors.slice(-1)].every(',
  ),
  decide(
    'a token for one API opens the others',
    ' && (onlyApiId === null || onlyApiId === apiId)',
    '',
  ),
  decide('nobody looks at identity, membership and group', 'if (dead) return deny(dead);', ''),
  decide('nobody looks at the addresses of the group', '!group.allows(request.ip) || ', ''),
  decide('nobody looks at the addresses of the token', ' || !token.allows(request.ip)', ''),
  decide('a suspended identity acts', "subject.identity.state !== 'active'", 'false'),
  decide('who left the group acts in it', ' || membership === null', ''),
  decide('a token acts in another group', 'groupId !== group.id || ', ''),
  decide('a membership outlives its date', 'nowMs < membership.expiresAtMs', 'true'),
  decide('a frozen group works', "group.state === 'active' ? null", 'true ? null'),
  decide(
    'a restriction restricts nothing',
    'granting.filter((scope) => restriction.has(scope.id))',
    'granting',
  ),
  decide(
    'an operation of no scope is opened',
    'operations.get(request.operation) ?? NO_SCOPES',
    '[...operations.values()][0] ?? NO_SCOPES',
  ),
  filter(
    'an address that is none passes',
    '!isCanonicalAddress(ip)) return false;',
    '!isCanonicalAddress(ip)) return true;',
  ),
  filter(
    'a list that nobody can read lets everything pass',
    'const ranges = cidrs.map(parseCidr).filter((range) => range !== null);',
    'const ranges = cidrs.map(parseCidr).filter((range) => range !== null);\n  if (ranges.length === 0) return () => true;',
  ),
  filter(
    '127.1 is an address',
    'ipaddr.IPv4.isValidFourPartDecimal(text)',
    'ipaddr.IPv4.isValid(text)',
  ),
  client(
    'whoever asks says where from',
    'if (address === null || !isTrusted(address)) return address;',
    '',
  ),
  client(
    'where no proxy is trusted, all are',
    'if (trustedProxies.length === 0) return () => false;',
    '',
  ),
  of('access/links', 'access/why')(
    'an ended membership closes no way that is explained',
    "!isMember(subject, group, nowMs) && 'membership_ended'",
    'null',
  ),
  of('authority/escalation', 'groups/handing-out-rights')(
    'what the actor lacks is handed out',
    'if (missing.length === 0) return null;',
    'return null;',
  ),
  members(
    'members join whatever the group holds',
    'refuseEscalation(actor, rights,',
    '((..._rest) => null)(actor, rights,',
  ),
  members(
    'who is no administrator adds to a group that controls Keyward',
    'refuseAddition(actor, { name, controlsKeyward: rights.length > 0 }) ??',
    '',
  ),
  of('authority/administrators', 'authority/administrators-at-once')(
    'two changes count on each other’s administrator',
    "    .for('update');",
    '    ;',
  ),
  administrators(
    'the last administrator may go',
    'if ((await ableAdministrators(tx, group, change)).length > 0) return null;',
    'return null;',
  ),
  administrators(
    'who can’t sign in counts as an administrator',
    '        canSignIn(identities.id),\n',
    '',
  ),
  administrators(
    'an administrator until tomorrow counts',
    '        isNull(memberships.expiresAt),\n',
    '',
  ),
  of('actors/resolve-actor', 'actors/session-addresses')(
    'a session has a group’s rights from anywhere',
    ' || !group.allows(ip)) continue;',
    ') continue;',
  ),
  reach(
    'a token has the rights of its person’s roles',
    "if (actor.kind === 'session') return reachOfPerson(actor, operation);",
    "if (actor.kind !== 'process') return reachOfPerson({ ...actor, ...rolesOf(actor) }, operation);",
  ),
  reach('a member has the rights of a lead', '? person.leadOf\n', '? person.memberOf\n'),
  reach(
    'what is somebody’s own is everybody’s',
    ' && target.identityId === reach.identityId ? null',
    ' ? null',
  ),
  reach(
    'a role in one group reaches into every group',
    'if (reach.groupIds.includes(groupId)) return rolesOf(actor).memberOf.get(groupId) ?? false;',
    'if (reach.groupIds.length > 0) return [...rolesOf(actor).memberOf.values()][0] ?? false;',
  ),
  reach(
    'everything is known to exist',
    'return rightOver(actor, operation, target) !== false;',
    'return true;',
  ),
];
