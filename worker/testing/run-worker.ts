// The program of a worker in a process of its own.
import { startWorker } from '../main';
import { TEST_JOBS, ticking } from './test-jobs';

const [databaseUrl = '', which] = process.argv.slice(2);
const jobs = which === 'ticking' ? [ticking] : TEST_JOBS;
const worker = await startWorker(
  { databaseUrl, logLevel: 'silent', serverSecret: undefined },
  jobs,
);
process.once('SIGTERM', async () => {
  await worker.close();
  process.exit(0);
});
process.stdout.write('ready\n');
