import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '@/db/client';
import { decisions } from '@/db/schema/history';
import { raiseAnomaly } from '@/domain/anomalies/raise-anomaly';
import { systemActor } from '@/domain/base/actor';
import { newId, newIdAt } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';

const SUBJECT = 'invoice-mailer dunning';
const ELSEWHERE = { ip: '192.0.2.201', network: '192.0.2.0/24' };
const USUAL_NETWORKS = 2;
const AGO_MS = 20 * 60_000;

/** A token that is used from a network it was never seen in, as a worker would have told it. */
export async function seedAnomaly(db: Database): Promise<void> {
  const [usual] = await db
    .select()
    .from(decisions)
    .where(and(eq(decisions.tokenName, SUBJECT), eq(decisions.outcome, 'allowed')))
    .orderBy(desc(decisions.at))
    .limit(1);
  if (!usual?.tokenId) throw new Error(`the demo has no use of ${SUBJECT}`);
  const when = new Date(Date.now() - AGO_MS);
  const at = when.toISOString();
  await db.insert(decisions).values({
    ...usual,
    ...{ id: newIdAt('decision', when), at, ip: ELSEWHERE.ip, requestId: newId('request') },
  });
  const context = {
    db,
    actor: systemActor('worker', [raiseAnomaly.operation]),
    request: { id: newId('request'), ip: null, userAgent: null },
    serverSecret: '',
  };
  const raised = await runCommand(raiseAnomaly, context, {
    ...{ subject: usual.tokenId, window: ELSEWHERE.network, seenFrom: at, seenTo: at },
    anomaly: { kind: 'new_network', network: ELSEWHERE.network, at, known: USUAL_NETWORKS },
  });
  if (!raised.ok) throw new Error(`the demo's anomaly was refused: ${raised.message}`);
}
