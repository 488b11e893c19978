import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './test-server';

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/** Vitest runs this once before all test files, and what it returns after them. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { port, passwords, stop } = await startTestServer();
  project.provide('testServer', { port, passwords });
  return stop;
}
