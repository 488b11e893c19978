import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readApiDocument } from './read-api-document';
import { readApiDocumentInWorker } from './read-in-worker';

const folder = join(process.cwd(), 'node_modules/.cache', `openapi-worker-${process.pid}`);
const bundle = join(folder, 'openapi-worker.mjs');

const largeDocument = (operations: number) =>
  JSON.stringify({
    openapi: '3.1.0',
    info: { title: 'Large', version: '1' },
    paths: Object.fromEntries(
      Array.from({ length: operations }, (_, index) => [
        `/things/${index}/{id}`,
        { get: { operationId: `thing${index}`, description: 'long '.repeat(200) } },
      ]),
    ),
  });

beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  await build({
    entryPoints: ['domain/openapi/worker-entry.ts'],
    outfile: bundle,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.12',
    packages: 'external',
  });
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('reading an API document in a worker', () => {
  it('answers as the reader in this thread does, for good and for bad documents', async () => {
    for (const source of [largeDocument(50), '{"openapi": "3.1.0"}', Buffer.from([0xff, 0xfe])]) {
      const expected = await readApiDocument(source);
      expect(await readApiDocumentInWorker(source, { bundle })).toEqual(expected);
      expect(await readApiDocumentInWorker(source, { bundle: null })).toEqual(expected);
    }
  });

  it('leaves this thread free while it reads', async () => {
    const source = Buffer.from(largeDocument(10_000));
    let ticks = 0;
    const ticking = setInterval(() => {
      ticks += 1;
    }, 5);
    const result = await readApiDocumentInWorker(source, { bundle });
    clearInterval(ticking);
    expect(result.ok && result.document.operations.length).toBe(10_000);
    // The reader itself never yields: in this thread there would be none.
    expect(ticks).toBeGreaterThan(3);
  });

  it('gives up after the time allowed', async () => {
    const endless = join(folder, 'endless.mjs');
    writeFileSync(endless, 'for (;;);');
    expect(await readApiDocumentInWorker('{}', { bundle: endless, timeoutMs: 300 })).toMatchObject({
      ok: false,
      code: 'document_timed_out',
    });
  });

  it('answers when the memory allowed is used up, and reads the next document', async () => {
    const source = largeDocument(10_000);
    const options = { bundle, maxOldGenerationSizeMb: 8 };
    expect(await readApiDocumentInWorker(source, options)).toMatchObject({
      ok: false,
      code: 'document_too_complex',
    });
    expect((await readApiDocumentInWorker(largeDocument(3), { bundle })).ok).toBe(true);
  });

  it('throws when the worker fails, and does not hold up the next document', async () => {
    const broken = join(folder, 'broken.mjs');
    writeFileSync(broken, 'throw new Error("no");');
    const silent = join(folder, 'silent.mjs');
    writeFileSync(silent, '');
    const results = await Promise.allSettled([
      readApiDocumentInWorker('{}', { bundle: broken }),
      readApiDocumentInWorker('{}', { bundle: silent }),
      readApiDocumentInWorker(largeDocument(2), { bundle }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
  });
});
