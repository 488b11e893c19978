interface BatchOptions {
  readonly maxBatch: number;
  readonly maxConcurrent: number;
  readonly maxPending: number;
}

interface Pending<Key, Value> {
  readonly key: Key;
  resolve(value: Value): void;
  reject(error: Error): void;
}

/**
 * Turns many single loads into few large ones: a load always begins after it was asked for, and a
 * flood of them takes no more than so many connections, and so much memory.
 */
export function batched<Key, Value>(
  loadAll: (keys: readonly Key[]) => Promise<readonly Value[]>,
  { maxBatch, maxConcurrent, maxPending }: BatchOptions,
): (key: Key) => Promise<Value> {
  let pending: Pending<Key, Value>[] = [];
  let running = 0;
  let isScheduled = false;

  function start(): void {
    isScheduled = false;
    while (pending.length > 0 && running < maxConcurrent) {
      const batch = pending.slice(0, maxBatch);
      pending = pending.slice(maxBatch);
      running += 1;
      void run(batch).finally(() => {
        running -= 1;
        schedule();
      });
    }
  }

  async function run(batch: readonly Pending<Key, Value>[]): Promise<void> {
    try {
      const values = await loadAll(batch.map(({ key }) => key));
      for (const [at, { resolve }] of batch.entries()) resolve(values[at] as Value);
    } catch (error) {
      for (const { reject } of batch) reject(error as Error);
    }
  }

  function schedule(): void {
    if (isScheduled || pending.length === 0 || running >= maxConcurrent) return;
    isScheduled = true;
    setImmediate(start);
  }

  return (key) => {
    if (pending.length >= maxPending)
      return Promise.reject(new Error('too many loads are waiting'));
    return new Promise((resolve, reject) => {
      pending.push({ key, resolve, reject });
      schedule();
    });
  };
}
