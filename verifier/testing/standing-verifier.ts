import { afterAll, beforeAll } from 'vitest';
import { openTestDatabase } from './database';
import { startTestVerifier } from './start';
import { makeWorld, type World } from './world';

/** Of the test file that runs, once its hooks have. */
export let database: Awaited<ReturnType<typeof openTestDatabase>>;
export let verifier: Awaited<ReturnType<typeof startTestVerifier>>;
export let world: World;

/** Starts a verifier for all tests of the file, on a database of its own that holds the world. */
export function standVerifier(): void {
  beforeAll(async () => {
    database = await openTestDatabase();
    world = await makeWorld(database.db);
    verifier = await startTestVerifier(database.url);
  });
  afterAll(async () => {
    await verifier.close();
    await database.drop();
  });
}
