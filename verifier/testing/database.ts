import { createDatabase, createPool } from '@/db/client';
import { createTestDatabase } from '@/db/testing/test-database';

/** A test database with a pool of the owner, who may set up what no command offers. */
export async function openTestDatabase() {
  const { url, ownerUrl, drop } = await createTestDatabase();
  const pool = createPool(ownerUrl, { maxConnections: 4 });
  return {
    /** For the verifier: signs in as the product does. */
    url,
    pool,
    db: createDatabase(pool),
    async drop() {
      await pool.end();
      await drop();
    },
  };
}
