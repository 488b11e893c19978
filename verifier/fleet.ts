import cluster, { type Address, type Worker } from 'node:cluster';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { RunningVerifier } from './verifier';

const RESTART_PAUSE_MS = 500;
const CLOSE_MS = 15_000;
const ASK_FOR_SLOT = 'keyward: which slot?';

interface SlotMessage {
  readonly keywardSlot: number;
}

/** The number of this worker: a replacement has that of the worker it replaces, and so its name. */
export function waitForSlot(): Promise<number> {
  return new Promise((resolve) => {
    process.on('message', function receive(message: unknown) {
      if (!isSlotMessage(message)) return;
      process.off('message', receive);
      resolve(message.keywardSlot);
    });
    // Asked for, since a message that came before anybody listened would be lost.
    process.send?.(ASK_FOR_SLOT);
  });
}

const isSlotMessage = (message: unknown): message is SlotMessage =>
  typeof message === 'object' && message !== null && 'keywardSlot' in message;

/**
 * Runs workers on one port, each a verifier of its own in the fleet, and replaces those that die.
 * @throws where a worker dies before it listens for the first time
 */
export async function startFleet(size: number): Promise<RunningVerifier> {
  const workers = new Map<number, Worker>();
  let isClosing = false;

  function start(slot: number): Worker {
    const worker = cluster.fork();
    workers.set(slot, worker);
    worker.on('message', (message) => {
      if (message === ASK_FOR_SLOT) worker.send({ keywardSlot: slot } satisfies SlotMessage);
    });
    worker.once('exit', async () => {
      // Not at once: one that can't start would keep a core busy with trying.
      await delay(RESTART_PAUSE_MS);
      if (!isClosing && isStarted) start(slot);
    });
    return worker;
  }

  let isStarted = false;
  const slots = Array.from({ length: size }, (_, at) => at + 1);
  try {
    const addresses = await Promise.all(slots.map((slot) => listening(start(slot))));
    isStarted = true;
    const [first] = addresses;
    return { address: `http://${first?.address ?? '0.0.0.0'}:${first?.port}`, close };
  } catch (error) {
    await close();
    throw error;
  }

  async function close(): Promise<void> {
    isClosing = true;
    const living = [...workers.values()].filter((worker) => !worker.isDead());
    const exits = living.map((worker) => once(worker, 'exit'));
    for (const worker of living) worker.process.kill('SIGTERM');
    await Promise.race([Promise.all(exits), delay(CLOSE_MS, undefined, { ref: false })]);
    for (const worker of living) if (!worker.isDead()) worker.process.kill('SIGKILL');
  }
}

function listening(worker: Worker): Promise<Address> {
  return new Promise((resolve, reject) => {
    worker.once('listening', resolve);
    worker.once('exit', (code) => reject(new Error(`a verifier worker ended with code ${code}`)));
  });
}
