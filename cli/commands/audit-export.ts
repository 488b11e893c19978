import { CommandFailure } from '@/cli/failure';
import { type EventView, eventViewSchema } from '@/domain/audit/event-view';
import type { StoredEvent } from '@/domain/ledger/event-hash';
import { type ChainReport, chainChecker } from '@/domain/ledger/verify-chain';
import { exportLines } from './export-lines';
import { parseLine } from './parse-line';

/** Back from the shape of an export to the one that was stored. */
function toStoredEvent({ actor, via, group, target, request, ...event }: EventView): StoredEvent {
  return {
    ...event,
    actorType: actor.type,
    actorId: actor.id,
    actorName: actor.name,
    viaType: via.type,
    viaId: via.id,
    groupId: group?.id ?? null,
    groupSlug: group?.slug ?? null,
    targetType: target.type,
    targetId: target.id,
    targetName: target.name,
    requestId: request.id,
    ip: request.ip,
    userAgent: request.userAgent,
  };
}

const WORDS = {
  otherwise: 'no audit event',
  instead: ['export the log again', 'export the log again'],
} as const;

/** Only the whole log is a chain: what a filter or a span left out looks as if it had been taken out. */
const inPart = (report: Extract<ChainReport, { holds: false }>): ChainReport => ({
  ...report,
  message: `${report.message}. Only an export of the whole log can be checked, without a query and from the beginning`,
});

/** Checks an export of the whole log, one event a line, without any database. */
export async function verifyExport(
  file: string,
  observe: (event: StoredEvent) => void = () => undefined,
): Promise<ChainReport> {
  const checker = chainChecker();
  for await (const { number, text } of exportLines(file)) {
    const event = toStoredEvent(parseLine(`${file}:${number}`, text, eventViewSchema, WORDS));
    const report = checker.check(event);
    if (report) return report.holds || report.problem !== 'gap' ? report : inPart(report);
    observe(event);
  }
  const { seq, hash } = checker.end();
  if (seq === 0) throw new CommandFailure(`${file} holds no audit event: export the log again`);
  return { holds: true, events: seq, headHash: hash };
}
