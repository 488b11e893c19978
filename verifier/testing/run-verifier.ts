import { startVerifier } from '../main';
import type { VerifierOptions } from '../options';

// A verifier as a process of its own: options as JSON in the first argument, "ready" on stdout.
const options = JSON.parse(process.argv[2] ?? '{}') as VerifierOptions;
const verifier = await startVerifier(options);
process.stdout.write(`ready ${verifier.address}\n`);
process.once('SIGTERM', async () => {
  await verifier.close();
  process.exit(0);
});
