import { parentPort, workerData } from 'node:worker_threads';
import { readApiDocument } from './read-api-document';

// Built to dist/openapi-worker.js and started by read-in-worker.ts: one document a thread.
if (parentPort === null) throw new Error('This file runs as a worker thread only.');
parentPort.postMessage(
  await readApiDocument((workerData as { source: string | Uint8Array }).source),
);
