import { expect, test } from 'vitest';
import { incidentMarkdown } from './incident-markdown';
import type { IncidentEntry } from './timeline';

const by = { id: 'idn_1', name: 'Ada' };
const at = '2026-03-01T10:00:00.000000Z';
const entry = (over: Partial<IncidentEntry>): IncidentEntry => ({
  ...{ id: 'ine_1', at, addedAt: at, addedBy: by, kind: 'note', note: null, eventSeq: null },
  ...{ event: null, receipts: [], radius: null },
  ...over,
});
const incident = {
  ...{ id: 'inc_1', title: 'A leak', openedAt: '2026-03-01T09:00:00.000Z', openedBy: by },
  ...{ closedAt: null, closedBy: null, summary: null },
};

test('a report tells who did what when, with the receipts and the place in the log', () => {
  const event = {
    ...{ seq: 7, id: 'evt_1', at, actor: { type: 'person', ...by }, action: 'tokens.revoke' },
    ...{ target: { type: 'token', id: 'tok_1', name: 'deploy' }, reason: 'leaked' },
    ...{ before: null, after: null, hash: 'f00d' },
  };
  const receipts = [
    { verifier: 'edge', confirmedAt: '2026-03-01T10:00:00.025Z', latencyMs: 25 },
    { verifier: 'core', confirmedAt: '2026-03-01T10:00:00.040Z', latencyMs: 40 },
  ];
  const text = incidentMarkdown({
    ...incident,
    entries: [entry({ kind: 'event', eventSeq: 7, event, receipts }), entry({ note: 'Seen.' })],
  });
  expect(text).toContain('# Incident: A leak');
  expect(text).toContain('- Still open');
  expect(text).toContain('### 2026-03-01T10:00:00Z · Revoked the token deploy');
  expect(text).toContain('- By Ada: leaked');
  expect(text).toContain('- Change 7 of the log, hash f00d');
  expect(text).toContain('- Confirmed by edge, core within 40 ms');
  expect(text).toContain('· Note by Ada\n\n> Seen.');
});

test('a summary is quoted line by line, and nothing typed becomes a heading', () => {
  const summary = 'It leaked.\n# Not a heading';
  const closed = { ...incident, closedAt: '2026-03-01T11:00:00.000Z', closedBy: by, summary };
  const text = incidentMarkdown({ ...closed, entries: [] });
  expect(text).toContain('## Summary\n\n> It leaked.\n> # Not a heading');
  expect(text).toContain('- Closed 2026-03-01T11:00:00.000Z by Ada');
});
