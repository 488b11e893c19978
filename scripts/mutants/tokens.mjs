const of = (file, test) => (name, find, replace) => ({
  file: `domain/${file}.ts`,
  name,
  find,
  replace,
  tests: [`domain/${test ?? file}.test.ts`],
});
const format = of('base/token-format');
const minting = of('tokens/minting-right');
const create = of('tokens/create-token', 'tokens/token-life');
const mayMint = of('tokens/may-mint', 'tokens/token-life');
const rotation = of('rotations/rotate-token', 'rotations/rotate-token');
const succession = of('tokens/succeed', 'rotations/rotate-token');
const view = of('tokens/token-view', 'tokens/token-status');
const policy = of('policy/policy-sql', 'tokens/token-status');
const decide = of('decision/decide', 'tokens/token-status');
const rules = of('tokens/token-rules', 'tokens/approve-token');
const undo = of('tokens/undo-revoke-token', 'tokens/token-life');

export const TOKENS = [
  format(
    'nobody looks at the checksum',
    'secretChecksum(text.slice(0, CHECKED_LENGTH)) !== text.slice(CHECKED_LENGTH)',
    'false',
  ),
  format('nobody looks at the shape', ' || !SHAPE.test(text)', ''),
  format('some characters come more often', 'if (byte < FIRST_REJECTED_BYTE) text', 'text'),
  format(
    'a secret is derived from too little',
    'if (bytes.length < MINIMUM_SEED_BYTES) {',
    'if (false) {',
  ),
  minting(
    'a lead mints where only administrators may',
    "if (led && whoMayMint !== 'administrators')",
    'if (led)',
  ),
  minting(
    'a member mints where only leads may',
    "if (!member || whoMayMint !== 'members')",
    'if (!member)',
  ),
  create('a frozen group mints', 'refusal: refuseFrozen,', 'refusal: () => null,'),
  mayMint(
    'somebody mints a token that acts as another',
    "if (identity.type === 'person' && identity.id !== actor.id) {",
    'if (false) {',
  ),
  mayMint(
    'a suspended identity gets tokens',
    "return identity.state === 'active'\n",
    'return identity\n',
  ),
  create(
    'a token lives longer than the group allows',
    'input.ttlSeconds > group.maxTtlSeconds) {',
    'false) {',
  ),
  mayMint(
    'a membership that has ended is living',
    'membership?.ended === false',
    'membership !== undefined',
  ),
  of('authority/provisions-administrators', 'tokens/provider-tokens')(
    'one administrator is the provider of others',
    'return rows[0]?.needs === true;',
    'return rows.length === 0;',
  ),
  create('a token holds what its maker lacks', 'return escalation ?? (made', 'return (made'),
  succession(
    'three of a family are alive',
    'const retired = await retireOthers(tx, row);',
    'const retired = [];',
  ),
  rotation('a successor in use is replaced', '&& uses === 0) return null;', ') return null;'),
  succession('a rotation outlives the policy', ', group.maxTtlSeconds)', ')'),
  of('tokens/token-rules', 'tokens/token-life')(
    'a revoked token is revoked again',
    "if (status !== 'revoked') return null;",
    'return null;',
  ),
  view(
    'a list shows a token as retired a moment late',
    'tokens.retiresAt} <= now()',
    "tokens.retiresAt} < now() - interval '2 ms'",
  ),
  view(
    'a list looks at the end before it looks at a suspension',
    ".state} = 'suspended' then",
    ".state} = 'suspended' and not (now() >= tokens.expires_at) then",
  ),
  view(
    'a list takes a membership for endless',
    'memberships.expiresAt} <= now()',
    "memberships.expiresAt} <= '-infinity'",
  ),
  view('a list knows no idle tokens', "isIdle} then 'idle'", "isIdle} and false then 'idle'"),
  policy('a list counts idleness from the earlier of two times', 'greatest(', 'least('),
  policy(
    'a token may live as long as it likes',
    'livesTooLong(limits)} or ',
    'livesTooLong(limits)} and false or ',
  ),
  policy(
    'a token may name any address',
    'reachesTooFar(limits)}',
    'reachesTooFar(limits)} and false',
  ),
  policy(
    'a rotated token is too old as well',
    'tokens.retiresAt} is null',
    'tokens.id} is not null',
  ),
  decide('a token works whatever its policy says', 'nowMs < token.meetsPolicyUntilMs', 'true'),
  rules(
    'who asked for a token approves it',
    'const isSecond = actor.id !== token.createdById && ',
    'const isSecond = ',
  ),
  undo('anybody takes a revocation back', 'if (row.revokedBy !== actor.id) {', 'if (false) {'),
  undo(
    'a revocation is never final',
    '> clock_timestamp() - make_interval(secs =>',
    '> clock_timestamp() - make_interval(secs => 1000 *',
  ),
  of('tokens/token-rules', 'tokens/token-life')(
    'a revoked token is suspended',
    "return over === null ? null : refuse('conflict', 'token_not_active'",
    "return over !== null ? null : refuse('conflict', 'token_not_active'",
  ),
  of('tokens/token-rules', 'tokens/token-life')(
    'a revoked token is resumed',
    "if (status === 'suspended' || status === 'idle') return null;",
    'return null;',
  ),
];
