import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { type ReadResult, unreadable } from './api-document';
import { readApiDocument } from './read-api-document';

const BUNDLE = 'openapi-worker.js';
// GitHub's 13 MB take 0.4 s and 60 MB of heap; hostile 32 MB stay under these or are refused.
const TIMEOUT_MS = 20_000;
const MEMORY = { maxOldGenerationSizeMb: 384, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 };

export interface WorkerOptions {
  /** Absolute path of the bundled worker-entry.ts, or null to read in this thread. */
  readonly bundle?: string | null;
  readonly timeoutMs?: number;
  readonly maxOldGenerationSizeMb?: number;
}

let last: Promise<unknown> = Promise.resolve();

/**
 * `readApiDocument` in a thread with bounded memory and time, so that a large document doesn't hold
 * up the server and a hostile one can't end it. One at a time in a process. Without the bundle, as
 * in tests from source, the document is read in this thread, with the same answer.
 */
export function readApiDocumentInWorker(
  source: string | Uint8Array,
  { bundle = findBundle(), ...limits }: WorkerOptions = {},
): Promise<ReadResult> {
  if (bundle === null) return readApiDocument(source);
  const result = last.then(() => runWorker(bundle, source, limits));
  // The next in line waits for the end of this one, whatever it was; this caller gets its error.
  last = result.then(
    () => undefined,
    () => undefined,
  );
  return result;
}

function runWorker(
  bundle: string,
  source: string | Uint8Array,
  { timeoutMs = TIMEOUT_MS, maxOldGenerationSizeMb = MEMORY.maxOldGenerationSizeMb }: WorkerOptions,
): Promise<ReadResult> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(/* turbopackIgnore: true */ bundle, {
      workerData: { source },
      resourceLimits: { ...MEMORY, maxOldGenerationSizeMb },
    });
    const timer = setTimeout(() => {
      const message = `Reading the document took longer than ${timeoutMs / 1000} seconds.`;
      resolve(unreadable('document_timed_out', message));
      void worker.terminate();
    }, timeoutMs);
    worker.once('message', (result: ReadResult) => resolve(result));
    worker.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
        const message = 'Reading the document takes more memory than is allowed.';
        resolve(unreadable('document_too_complex', message));
      } else reject(new Error('The OpenAPI worker failed.', { cause: error }));
    });
    worker.once('exit', (code) => {
      clearTimeout(timer);
      // Does nothing where an answer or an error came before.
      reject(new Error(`The OpenAPI worker ended without an answer, with code ${code}.`));
    });
  });
}

/**
 * The bundle beside the built command or above its chunks, else that of the working directory, which
 * for the dashboard is the project. None when run from source: a bundle may be older than that.
 */
function findBundle(): string | null {
  const isSource = import.meta.url.endsWith('.ts');
  // biome-ignore lint/style/noProcessEnv: the bundler writes the value in; it is no setting
  if (isSource && process.env.NODE_ENV !== 'production') return null;
  const here = isSource ? null : dirname(fileURLToPath(import.meta.url));
  const places = [
    ...(here === null ? [] : [join(here, BUNDLE), join(here, '..', BUNDLE)]),
    join(/* turbopackIgnore: true */ process.cwd(), 'dist', BUNDLE),
  ];
  return places.find((place) => existsSync(place)) ?? null;
}
