import { database } from '@/app/server/database';
import { assertDatabaseReady, describeError } from '@/domain/upkeep/open-database';

/** 200 only while pages and the control API can work. */
export async function GET(): Promise<Response> {
  try {
    await assertDatabaseReady(database());
    return Response.json({ ready: true });
  } catch (error) {
    process.stderr.write(`not ready: ${describeError(error)}\n`);
    return Response.json({ ready: false, reason: 'database_unavailable' }, { status: 503 });
  }
}
