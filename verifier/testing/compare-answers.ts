import { like } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { decisions } from '@/db/schema/history';
import type { Answered, Load } from './load';

const CODES = new Map([
  [200, 'allowed'],
  [403, 'operation_not_granted'],
]);
const UNAVAILABLE = 503;

export const isDecided = ({ status }: Answered): boolean => CODES.has(status);

/**
 * Compares every answer clients received with the rows there are, once all are shipped, and prints
 * the counts. Rows without an answer are those whose answer died on its way.
 */
export async function compareAnswers(db: Database, title: string, load: Load, note = '') {
  const rows = await db
    .select({ id: decisions.id, requestId: decisions.requestId, code: decisions.code })
    .from(decisions)
    .where(like(decisions.requestId, `${load.run}-%`));
  const byRequest = new Map(rows.map((row) => [row.requestId, row]));
  const decided = load.answers.filter(isDecided);
  const differences = decided.filter(({ requestId, status, decisionId }) => {
    const row = byRequest.get(requestId);
    return row?.code !== CODES.get(status) || (decisionId !== null && row?.id !== decisionId);
  });
  const doubled = rows.length - byRequest.size;
  const unavailable = load.answers.filter(({ status }) => status === UNAVAILABLE).length;
  process.stdout.write(
    `${title}: ${load.sent} requests sent, ${load.answers.length} answers received (${unavailable} of ` +
      `them 503), ${rows.length} rows found, ${rows.length - decided.length} without an answer, ` +
      `${doubled} doubled, ${differences.length} differences${note}\n`,
  );
  const others = load.answers.length - decided.length - unavailable;
  return { decided: decided.length, differences, doubled, unavailable, others };
}
