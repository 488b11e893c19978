const of =
  (file, ...tests) =>
  (name, find, replace) => ({
    file: `domain/commands/${file}.ts`,
    name,
    find,
    replace,
    tests: tests.map((test) => `domain/${test}.test.ts`),
  });
const atCommit = of('attempt', 'commands/rights-at-commit');
const recording = of('attempt', 'invariants/recording');
const reach = of('authorize', 'invariants/reach-and-input', 'commands/rights-at-commit');
const asked = of('attempt', 'registry/refused-before');
const answered = of('refused-before', 'registry/refused-before');
const retry = of('idempotency', 'commands/idempotency', 'commands/idempotency-key');

export const KERNEL = [
  atCommit(
    'a right that is gone at the commit still counts',
    'if (!holdsAllOf(now, actor)) throw new RightsChanged(now);',
    '',
  ),
  atCommit(
    'an actor that has ended at the commit still acts',
    'if (isRefusal(now)) throw new RolledBack(now);',
    'if (isRefusal(now)) return;',
  ),
  recording(
    'a denied attempt is not recorded',
    "      outcome: 'denied',\n",
    "      outcome: 'done',\n",
  ),
  recording(
    'a refused change is kept',
    'if (isRefusal(outcome)) throw new RolledBack(outcome, target);',
    'if (isRefusal(outcome)) return outcome;',
  ),
  asked(
    'the runner asks nothing of the state that a page asks of',
    'if (refused) throw new RolledBack(refused, target);',
    '',
  ),
  answered('a page asks nothing of the state it shows', ' ?? command.refusal?.(actor, view)', ''),
  reach(
    'what is out of reach is told apart from what is not there',
    'if (!seesAll && !isVisible(actor, target, operation.seenBy)) return notFound(target.type);',
    '',
  ),
  reach(
    'nobody needs a right',
    'return right === false ? notGranted(operation.operation) : right;',
    'return right === false ? null : right;',
  ),
  of('parse-input', 'commands/misspelt-field')(
    'a misspelt field is dropped',
    'definition.input instanceof z.ZodObject ? definition.input.strict() : definition.input',
    'definition.input',
  ),
  retry('a key serves every operation', 'stored.operation !== operation || ', ''),
  retry('a key serves every input', ' || stored.inputSha256 !== inputSha256', ''),
  retry(
    'a key serves every token of an identity',
    'const credentialId = via.id ?? actorId;',
    'const credentialId = actorId;',
  ),
  retry('a key is kept for ever', '.expiresAt} < now()`', '.expiresAt} < now() and false`'),
  retry(
    'any text is a key',
    'if (key.length < 1 || key.length > 255 || !/^[\\x21-\\x7e]+$/.test(key)) {',
    'if (false) {',
  ),
  of('attempt', 'commands/idempotency')(
    'a retry is asked nothing',
    'if (isRefusal(admission)) throw new RolledBack(admission, target);',
    '',
  ),
  of('attempt', 'commands/idempotency')(
    'a retry that shows a secret again leaves no trace',
    '    if (command.reveal) {',
    '    if (false) {',
  ),
];
