import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { inRoot } from '../lib/paths';
import type { Shipped, ShippingOrder } from './shipping';

/** Ships decisions as verifiers do, from a process of its own. */
export function shipDecisions(order: ShippingOrder, onShipped?: (shipped: Shipped) => void) {
  const program = inRoot('dist/bench/shipping-process.js');
  const child = spawn(process.execPath, [program, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  let last: Shipped = { rows: 0, seconds: 0 };
  createInterface({ input: child.stdout }).on('line', (line) => {
    last = JSON.parse(line);
    onShipped?.(last);
  });
  return {
    /** @throws where it failed */
    async done(): Promise<Shipped> {
      const [code] = await ended;
      if (code !== 0) throw new Error(`decisions were not shipped: code ${code}`);
      return last;
    },
    async stop(): Promise<Shipped> {
      child.kill();
      await ended;
      return last;
    },
  };
}
