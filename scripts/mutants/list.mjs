import { ACCESS } from './access.mjs';
import { ANOMALIES } from './anomalies.mjs';
import { DECISION } from './decision.mjs';
import { JOBS } from './jobs.mjs';
import { JOURNAL } from './journal.mjs';
import { KERNEL } from './kernel.mjs';
import { PROVISIONING } from './provisioning.mjs';
import { ROUTING } from './routing.mjs';
import { TOKENS } from './tokens.mjs';

/**
 * Hand-picked mutations, each a way in which a right, a refusal or a record would be lost: in
 * `file`, where `find` stands exactly once, it is replaced, and one of `tests` must fail; where `fails`
 * names some of them, each of those.
 */
export const MUTANTS = [
  ...ACCESS,
  ...KERNEL,
  ...ROUTING,
  ...TOKENS,
  ...DECISION,
  ...JOURNAL,
  ...JOBS,
  ...ANOMALIES,
  ...PROVISIONING,
];
