import { createPool } from '@/db/client';
import { type Made, VERIFIERS } from './made-decisions';
import { shipMade } from './ship-made';
import type { Shipped, ShippingOrder } from './shipping';

const HOUR_MS = 3_600_000;
/** As many as a busy verifier ships at once. */
const BATCH = 5_000;

const order: ShippingOrder = JSON.parse(process.argv[2] ?? '');
const pool = createPool(order.url, { maxConnections: VERIFIERS.length });

const ship = (made: Made) => shipMade(pool, made);

function report(startMs: number, rows: number): void {
  const shipped: Shipped = { rows, seconds: (performance.now() - startMs) / 1_000 };
  process.stdout.write(`${JSON.stringify(shipped)}\n`);
}

/** The verifiers ship an hour each at once, as they would. */
async function fill({ rows, days }: NonNullable<ShippingOrder['fill']>): Promise<void> {
  const hours = days * 24;
  const [startMs, endMs] = [performance.now(), Date.now()];
  let made = 0;
  for (let hour = 0; hour < hours; hour += 1) {
    const fromMs = endMs - (hours - hour) * HOUR_MS;
    const until = Math.floor((rows * (hour + 1)) / hours);
    const share = Math.ceil((until - made) / VERIFIERS.length);
    const parts = VERIFIERS.map((verifier) => {
      const part = { verifier, first: made + 1, count: Math.min(share, until - made) };
      made += part.count;
      return { ...part, fromMs, toMs: fromMs + HOUR_MS };
    });
    await Promise.all(parts.filter(({ count }) => count > 0).map(ship));
    report(startMs, made);
  }
}

async function goOn(): Promise<void> {
  const startMs = performance.now();
  let rows = 0;
  for (;;) {
    const toMs = Date.now();
    const at = { first: rows + 1, count: BATCH, fromMs: toMs - 1_000, toMs };
    await Promise.all(VERIFIERS.map((verifier) => ship({ ...at, verifier })));
    rows += BATCH * VERIFIERS.length;
    report(startMs, rows);
  }
}

if (order.fill) {
  await fill(order.fill);
  await pool.end();
} else {
  await goOn();
}
