const of =
  (file, ...tests) =>
  (name, find, replace) => ({
    file: `verifier/decision/${file}.ts`,
    name,
    find,
    replace,
    tests: tests.length > 0 ? tests : [`verifier/decision/${file}.test.ts`],
  });
const evaluator = of('evaluator');
const desk = of('decision-point');
const evaluate = of('evaluate', 'verifier/decision/evaluator.test.ts', 'verifier/denials.test.ts');
const remembered = (name, find, replace) => ({
  file: 'verifier/snapshots/token-cache.ts',
  name,
  find,
  replace,
  tests: ['verifier/delegation-histories.test.ts'],
});
const publicly = of('evaluate', 'verifier/public.test.ts');

export const DECISION = [
  remembered('a child in memory outlives its parent', ' && areAlive(entry.ancestors)', ''),
  remembered(
    'a child in memory outlives all but its parent',
    'parts === null || parts.every(({ alive }) => alive)',
    'parts?.at(-1)?.alive !== false',
  ),
  evaluator(
    'memory is believed though the feed is silent',
    'if (silentForMs() > STALE_AFTER_MS) return null;',
    '',
  ),
  evaluator(
    'a silent feed is no reason to ask the database',
    'return silentForMs() <= STALE_AFTER_MS',
    'return true',
  ),
  evaluator(
    'memory is believed for ever in an outage',
    'if (this.options.silentForMs() <= this.options.outageGraceMs) {',
    'if (true) {',
  ),
  evaluator(
    'there is no grace in an outage',
    'if (this.options.silentForMs() <= this.options.outageGraceMs) {',
    'if (false) {',
  ),
  evaluator(
    'each question asks the database that is gone',
    'if (performance.now() >= this.#brokenUntilMs) {',
    'if (true) {',
  ),
  desk(
    'an answer is counted that can’t be recorded',
    "this.#unavailable('a decision could not be recorded', cause);",
    '',
  ),
  desk(
    'the answer comes before the record',
    'this.recorder.record(decision, new PendingDecision(this, reply));',
    'reply.decided(decision as RecordedDecision);\n    this.recorder.record(decision, new PendingDecision(this, reply));',
  ),
  desk(
    'where nothing was decided nobody is told',
    "this.#unavailable('a decision could not be made', cause);",
    '',
  ),
  evaluate(
    'a token that nobody knows is asked about no more',
    "if (token === null) return withoutToken(question, 'token_unknown', snapshots);",
    "if (token === null) return withoutToken(question, 'token_malformed', snapshots);",
  ),
  evaluate(
    'whatever the life of a token, it is told what it opens',
    'life !== undefined && isAllowed',
    'life !== undefined',
  ),
  publicly(
    'no operation needs a token',
    'target.isPublic ? asPublic(found) : found',
    'asPublic(found)',
  ),
  publicly(
    'a request without a token may do anything',
    'if (!target.isPublic) return refused;',
    '',
  ),
  of('resolve-target', 'verifier/denials.test.ts')(
    'any operation of an API is one',
    'routes.operationNames.get(target.operation);',
    'routes.operationNames.get(target.operation) ?? target.operation;',
  ),
  {
    file: 'verifier/doors/http/introspect-route.ts',
    name: 'who may verify may introspect',
    find: "authenticateCaller(parts, 'tokens.introspect',",
    replace: "authenticateCaller(parts, 'tokens.verify',",
    tests: ['verifier/introspection-right.test.ts'],
  },
];
