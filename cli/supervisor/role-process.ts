// The program of a child: one role of the product, started by the supervisor without the launcher, which
// would look for something to build each time.
import { main } from '@/cli/keyward';

await main(process.argv.slice(2), {
  step: (_label, work) => work(),
  note: (text) => {
    process.stderr.write(`${text}\n`);
  },
});

// A role that has failed must not live on because the channel to the supervisor is still open.
if (process.exitCode) process.exit();
