import { openLog } from '@/domain/base/open-log';

// A process that has much to say when whoever started it is gone.
const log = openLog('info', { role: 'test' });
process.once('disconnect', () => {
  for (let line = 0; line < 100; line += 1) log.warn({ line }, 'nobody reads this');
  process.exit(3);
});
process.send?.('ready');
