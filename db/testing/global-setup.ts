import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './test-server';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Vitest runs this once before all test files, and what it returns after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'keyward-run-'));
  // As open as the one it is in: Postgres may run as somebody else.
  await chmod(folder, 0o1777);
  // What a test leaves there goes with the run: its workers are started with this.
  // biome-ignore lint/style/noProcessEnv: of the tests' own processes, whose home it is
  process.env.TMPDIR = folder;
  const remove = () => rm(folder, { recursive: true, force: true, maxRetries: 5 });
  const { port, passwords, stop } = await startTestServer().catch(async (error) => {
    await remove();
    throw error;
  });
  project.provide('testServer', { port, passwords });
  return async () => {
    await stop();
    await remove();
  };
}
