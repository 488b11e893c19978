// A program of the tests: `keyward` with the arguments it is given.
import { main } from '@/cli/keyward';

await main(process.argv.slice(2), { step: (_label, work) => work(), note: () => undefined });
