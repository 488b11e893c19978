const of = (file, test) => (name, find, replace) => ({ file, name, find, replace, tests: [test] });
const run = of('domain/jobs/run-job.ts', 'domain/testing/contract/jobs.test.ts');
const enqueue = of('domain/jobs/enqueue.ts', 'domain/jobs/enqueue.test.ts');
const host = of('worker/host-job.ts', 'worker/worker.test.ts');
const queue = of('db/queue/job-queue.ts', 'db/queue/job-queue.test.ts');

export const JOBS = [
  run(
    'a job begins without its lease',
    '  signal.throwIfAborted();\n  const context',
    '  const context',
  ),
  run(
    'a job has no right to what it records',
    "systemActor('worker', [...job.records, ...job.runs])",
    "systemActor('worker', [...job.runs])",
  ),
  enqueue('a job stores a secret', 'if (holdsSecret(', 'if (false && holdsSecret('),
  enqueue('each job of a key waits', 'options.key ?? randomUUID()', 'randomUUID()'),
  enqueue('nobody looks at the input of a job', '  job.input.parse(input);\n', ''),
  host('the fault of a job is stored with its secrets', 'withholdSecrets(why)', 'why'),
  queue(
    'the queues of another application are dropped',
    'where name <> all($1)',
    'where false and name <> all($1)',
  ),
];
