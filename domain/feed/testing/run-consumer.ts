import { createDatabase, createPool } from '@/db/client';
import { followFeed } from '../follow-feed';
import { quiet } from './feed-world';

// A consumer as a process of its own, to be killed: writes what it is handed to stdout, one `seq` a line.
const [databaseUrl = '', name = '', leaseMs = ''] = process.argv.slice(2);
followFeed(
  {
    ...{ name, startAt: 'next-event' },
    async deliver(events) {
      process.stdout.write(events.map(({ seq }) => `${seq}\n`).join(''));
    },
  },
  {
    ...{ databaseUrl, leaseMs: Number(leaseMs), log: quiet },
    db: createDatabase(createPool(databaseUrl)),
  },
);
