import { sql } from 'drizzle-orm';
import { expect } from 'vitest';
import type { z } from 'zod';
import { auditEvents, decisions } from '@/db/schema/history';
import { incidentEntries } from '@/db/schema/incidents';
import { receipts, verifiers } from '@/db/schema/operating';
import { newId } from '@/domain/base/ids';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';
import { beforeAll, fixture, it, world } from '@/domain/testing/fixture';
import { asAdministrator } from '@/domain/testing/probes';
import { contextOf, done, signedIn } from '@/domain/testing/world';
import { createToken } from '@/domain/tokens/create-token';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { addIncidentNote } from './add-note';
import { attachEvidence } from './attach-evidence';
import { closeIncident } from './close-incident';
import { exportIncident } from './export-incident';
import { getIncident } from './get-incident';
import { openIncident } from './open-incident';

let token: string;
let revokedAtSeq: number;
const open = (input: z.input<typeof openIncident.input>) =>
  asAdministrator(world, openIncident, input);

async function revokeOne(name: string): Promise<{ id: string; seq: number }> {
  const made = await done(world.db, world.administrator, createToken, {
    identity: fixture.service.id,
    group: 'billing',
    name,
  });
  const { id } = made.token;
  const context = contextOf(world.db, world.administrator);
  const revoked = await runCommand(revokeToken, context, { token: id, reason: 'leaked' });
  if (!revoked.ok) throw new Error(revoked.message);
  return { id, seq: revoked.seq };
}

beforeAll(async () => {
  ({ id: token, seq: revokedAtSeq } = await revokeOne('leaked'));
  await world.db.insert(decisions).values({
    ...{ id: newId('decision'), at: new Date().toISOString(), verifier: 'edge' },
    ...{ outcome: 'denied', code: 'token_revoked', tokenId: token, tokenName: 'leaked' },
    ...{ groupId: fixture.group.id, groupSlug: 'billing', ip: '198.51.100.7' },
  });
  await world.db.insert(verifiers).values({
    ...{ id: 'vrf_x', name: 'edge', version: '1', appliedSeq: 1, outageGraceSeconds: 30 },
    ...{ startedAt: new Date(), heartbeatAt: new Date() },
  });
  await world.db.insert(receipts).values({
    ...{ seq: revokedAtSeq, verifierId: 'vrf_x' },
    confirmedAt: sql`(select at + interval '25 ms' from audit_events where seq = ${revokedAtSeq})`,
  });
});

const get = async (incident: string, actor = world.administrator) => {
  const found = await runQuery(getIncident, contextOf(world.db, actor), { incident });
  if (!found.ok) throw new Error(found.message);
  return found.value;
};

it('opened about a token, it begins with what stopped it, who confirmed that, and what it did', async () => {
  const opened = await open({ title: 'A leak', note: 'In a paste.', about: { token } });
  const found = await get(opened.id);
  expect(found).toMatchObject({ title: 'A leak', closedAt: null, openedBy: { name: 'Ada' } });
  const [stop, ...rest] = found.entries;
  expect(stop).toMatchObject({
    kind: 'event',
    eventSeq: revokedAtSeq,
    event: { action: 'tokens.revoke', reason: 'leaked', target: { id: token } },
    receipts: [{ verifier: 'edge', latencyMs: 25 }],
  });
  expect(rest.map(({ kind }) => kind).sort()).toEqual(['note', 'radius']);
  const radius = rest.find(({ kind }) => kind === 'radius')?.radius;
  expect(radius).toMatchObject({ subject: { id: token }, count: 1, denied: 1 });
});

it('what is stopped later is offered, attached by its place in the log, and stands where it happened', async () => {
  const { id } = await open({ title: 'Goes on' });
  await asAdministrator(world, addIncidentNote, { incident: id, note: 'First.' });
  const later = await revokeOne('another');
  const before = await get(id);
  expect(before.suggested.map(({ seq }) => seq)).toContain(later.seq);
  await asAdministrator(world, attachEvidence, { incident: id, events: [later.seq] });
  const after = await get(id);
  expect(after.entries.map(({ kind }) => kind)).toEqual(['note', 'event']);
  expect(after.suggested.map(({ seq }) => seq)).not.toContain(later.seq);
  const again = await runCommand(attachEvidence, contextOf(world.db, world.administrator), {
    ...{ incident: id, events: [later.seq] },
  });
  expect(again).toMatchObject({ ok: false, code: 'already_exists' });
});

it('a change that is not there can’t be attached, and nothing else is then', async () => {
  const { id } = await open({ title: 'Strict' });
  const refused = await runCommand(attachEvidence, contextOf(world.db, world.administrator), {
    ...{ incident: id, events: [revokedAtSeq, 999_999_999] },
  });
  expect(refused).toMatchObject({ kind: 'invalid', errors: [{ path: 'events.1' }] });
  expect((await get(id)).entries).toEqual([]);
});

it('entries can’t be changed or deleted, whoever asks the database', async () => {
  const { id } = await open({ title: 'Kept', note: 'As it was.' });
  for (const statement of [
    sql`update incident_entries set note = 'otherwise' where incident_id = ${id}`,
    sql`delete from incident_entries where incident_id = ${id}`,
    sql`truncate incident_entries`,
  ]) {
    await expect(world.owner.execute(statement)).rejects.toThrow();
    await expect(world.db.execute(statement)).rejects.toThrow();
  }
  expect(await world.db.$count(incidentEntries, sql`note = 'As it was.'`)).toBe(1);
});

it('closed, it has a summary, offers nothing and takes nothing more', async () => {
  const { id } = await open({ title: 'Over' });
  await asAdministrator(world, closeIncident, { incident: id, summary: 'Found and revoked.' });
  const found = await get(id);
  expect(found).toMatchObject({ summary: 'Found and revoked.', closedBy: { name: 'Ada' } });
  expect(found.suggested).toEqual([]);
  const context = contextOf(world.db, world.administrator);
  const note = await runCommand(addIncidentNote, context, { incident: id, note: 'Late.' });
  expect(note).toMatchObject({ ok: false, code: 'incident_closed' });
});

it('exported, each entry bears the incident, and goes on after a position', async () => {
  const { id } = await open({ title: 'Evidence', note: 'One.', about: { token } });
  const context = contextOf(world.db, world.administrator);
  const all = await runQuery(exportIncident, context, { incident: id });
  if (!all.ok) throw new Error(all.message);
  expect(all.value.rows).toHaveLength(3);
  expect(all.value.rows[0]).toMatchObject({ position: 1, incident: { id, title: 'Evidence' } });
  const rest = await runQuery(exportIncident, context, { incident: id, after: '2' });
  expect(rest.ok && rest.value.rows.map(({ position }) => position)).toEqual([3]);
});

it('the log keeps what was written, so that a note can be proved', async () => {
  const { id } = await open({ title: 'Proved' });
  await asAdministrator(world, addIncidentNote, { incident: id, note: 'Word for word.' });
  const [event] = await world.db
    .select()
    .from(auditEvents)
    .where(sql`target_id = ${id} and action = 'incidents.addNote'`);
  expect(event?.after).toMatchObject({ note: 'Word for word.' });
});

it('a lead of a group sees no incident', async () => {
  const { id } = await open({ title: 'Not theirs' });
  const lead = await signedIn(world.db, fixture.lead.id);
  const found = await runQuery(getIncident, contextOf(world.db, lead), { incident: id });
  expect(found).toMatchObject({ ok: false, kind: 'not_found' });
});
