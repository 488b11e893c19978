import { createSink } from '@/domain/sinks/create-sink';
import { deleteSink } from '@/domain/sinks/delete-sink';
import { getSink } from '@/domain/sinks/get-sink';
import { listSinks } from '@/domain/sinks/list-sinks';
import { testSink } from '@/domain/sinks/test-sink';
import { updateSink } from '@/domain/sinks/update-sink';
import type { Aim } from '@/domain/testing/aim';
import { commandCase, queryCase, type Scene } from './case';

const sink = (aim: Aim) => ({ sink: aim.sink });
const ofSink = ({ aim }: Scene) => ({ target: aim.sink, affects: [] });
const notTheAuditor = { code: 'not_granted', by: ({ actors }: Scene) => actors.auditor } as const;
const tooLong = [{ sink: 'x'.repeat(101) }, 'sink'] as const;
const ACTIVE = { state: 'active' as const, sources: ['decisions' as const] };
const collector = { kind: 'http', url: 'https://logs.example.com/in/T0P' } as const;

export const SINK_COMMANDS = [
  commandCase(createSink, {
    input: () => ({ name: 'store', place: collector, credential: 'env:LOGS_TOKEN' }),
    event: (_scene, made) => ({
      target: made.id,
      after: { where: 'https://logs.example.com', sources: ['changes', 'decisions'] },
      affects: [],
    }),
    refused: notTheAuditor,
    bad: [{ credential: 'a-bearer-token' }, 'credential'],
  }),
  commandCase(updateSink, {
    input: (aim) => ({ sink: aim.sink, ...ACTIVE }),
    at: 'sink',
    event: (scene) => ({
      ...ofSink(scene),
      before: { state: 'paused', sources: ['changes'], where: 'tls://siem.example.com:6514' },
      after: { state: 'active', sources: ['decisions'] },
    }),
    refused: { code: 'invalid_input', given: async () => ({ place: collector }) },
    bad: [{ credential: 'env:NEXTAUTH_SECRET' }, 'credential'],
  }),
  commandCase(deleteSink, {
    input: sink,
    at: 'sink',
    event: (scene) => ({
      ...ofSink(scene),
      before: { name: 'siem', where: 'tls://siem.example.com:6514' },
    }),
    refused: notTheAuditor,
    bad: tooLong,
  }),
  commandCase(testSink, {
    input: sink,
    at: 'sink',
    event: ofSink,
    refused: notTheAuditor,
    bad: tooLong,
  }),
];

export const SINK_QUERIES = [
  queryCase(listSinks, { input: () => ({}), bad: [{ limit: 0 }, 'limit'] }),
  queryCase(getSink, { input: sink, at: 'sink', bad: tooLong }),
];
