import { lostEvents } from '@/db/schema/operating';
import { listOpenedOperations } from '@/domain/access/list-operations';
import { whoCanCall } from '@/domain/access/who-can-call';
import { whyAccess } from '@/domain/access/why';
import { checkChain } from '@/domain/audit/check-chain';
import { exportEvents } from '@/domain/audit/export-events';
import { getEvent } from '@/domain/audit/get-event';
import { listCheckpoints } from '@/domain/audit/list-checkpoints';
import { listEvents } from '@/domain/audit/list-events';
import { blastRadius } from '@/domain/decisions/blast-radius';
import { countDecisions } from '@/domain/decisions/count-decisions';
import { exportDecisions } from '@/domain/decisions/export-decisions';
import { getDecision } from '@/domain/decisions/get-decision';
import { listDecisions } from '@/domain/decisions/list-decisions';
import { previewAccess } from '@/domain/effects/preview-access';
import { whoAmI } from '@/domain/effects/who-am-i';
import { getOverview } from '@/domain/overview/get-overview';
import { exportSealed } from '@/domain/seals/export-sealed';
import { listDecisionCheckpoints } from '@/domain/seals/list-checkpoints';
import { countFacets } from '@/domain/timeline/counts/count-facets';
import { countHistory } from '@/domain/timeline/counts/count-history';
import { followTimeline } from '@/domain/timeline/follow-timeline';
import { listCompletions } from '@/domain/timeline/list-completions';
import { listTimeline } from '@/domain/timeline/list-timeline';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { getReceipts } from '@/domain/verifiers/get-receipts';
import { listLost } from '@/domain/verifiers/list-lost';
import { listVerifiers } from '@/domain/verifiers/list-verifiers';
import { settleLost } from '@/domain/verifiers/settle-lost';
import { commandCase, queryCase, type Scene } from './case';

const nothing = () => ({});

async function loseARevocation({ world, aim }: Scene): Promise<void> {
  await world.db.insert(lostEvents).values({
    hash: 'f'.repeat(64),
    seq: 1,
    at: new Date(),
    action: revokeToken.operation,
    targetId: aim.token,
    affects: [aim.token],
    reportedBy: 'verifier',
  });
}

export const VERIFIER_COMMANDS = [
  commandCase(settleLost, {
    input: () => ({ upToSeq: 1 }),
    given: loseARevocation,
    event: ({ aim }) => ({
      target: null,
      after: { settled: 1, upToSeq: 1 },
      affects: [aim.token],
    }),
    refused: { code: 'nothing_lost' },
    bad: [{ upToSeq: 0 }, 'upToSeq'],
  }),
];

export const HISTORY_QUERIES = [
  queryCase(listEvents, { input: nothing, bad: [{ limit: 0 }, 'limit'] }),
  queryCase(listTimeline, { input: nothing, bad: [{ limit: 51 }, 'limit'] }),
  queryCase(followTimeline, { input: nothing, bad: [{ after: 'x' }, 'after'] }),
  queryCase(listCompletions, {
    input: () => ({ key: 'code' as const }),
    bad: [{ key: 'nokey' }, 'key'],
  }),
  queryCase(countFacets, { input: nothing, bad: [{ q: 'nokey:x' }, 'q'] }),
  queryCase(countHistory, { input: nothing, bad: [{ from: 'then' }, 'from'] }),
  queryCase(exportEvents, { input: nothing, bad: [{ format: 'xml' }, 'format'] }),
  queryCase(getEvent, { input: () => ({ event: '1' }) }),
  queryCase(checkChain, { input: nothing }),
  queryCase(listCheckpoints, { input: nothing, bad: [{ cursor: -1 }, 'cursor'] }),
  queryCase(listDecisions, { input: nothing, bad: [{ limit: 0 }, 'limit'] }),
  queryCase(exportDecisions, { input: nothing, bad: [{ after: 'x' }, 'after'] }),
  queryCase(exportSealed, { input: nothing, bad: [{ after: 'x' }, 'after'] }),
  queryCase(listDecisionCheckpoints, { input: nothing, bad: [{ limit: 0 }, 'limit'] }),
  queryCase(countDecisions, { input: nothing }),
  queryCase(blastRadius, {
    input: (aim) => ({ token: aim.token }),
    bad: [{ ip: 'nowhere', token: undefined }, 'ip'],
  }),
  queryCase(getDecision, { input: (aim) => ({ decision: aim.decision }), at: 'decision' }),
  queryCase(previewAccess, { input: (aim) => ({ group: aim.group }), at: 'group' }),
  queryCase(whoAmI, { input: nothing }),
  queryCase(whoCanCall, {
    input: (aim) => ({ api: aim.api, operation: aim.operation }),
    at: 'api',
    refused: { code: 'invalid_input', given: async () => ({ operation: 'nothing' }) },
    bad: [{ cursor: 'W10' }, 'cursor'],
  }),
  queryCase(listOpenedOperations, {
    input: (aim) => ({ token: aim.token }),
    at: 'token',
    bad: [{ cursor: 'W10' }, 'cursor'],
  }),
  queryCase(whyAccess, {
    input: (aim) => ({ token: aim.token, api: aim.api, operation: aim.operation }),
    at: 'token',
    refused: { code: 'invalid_input', given: async () => ({ operation: 'nothing' }) },
    bad: [{ ip: 'nowhere' }, 'ip'],
  }),
  queryCase(getOverview, { input: nothing }),
  queryCase(listVerifiers, { input: nothing }),
  queryCase(listLost, { input: nothing }),
  queryCase(getReceipts, { input: () => ({ seq: 1 }), bad: [{ seq: 0 }, 'seq'] }),
];
