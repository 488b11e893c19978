import type { Database } from '@/db/client';
import { destinations } from '@/db/schema/destinations';
import { scimGroups } from '@/db/schema/scim';
import { sinkPositions, sinks } from '@/db/schema/sinks';
import { ssoProviders } from '@/db/schema/sso';
import { savedViews } from '@/db/schema/views';
import { newId } from '@/domain/base/ids';

/** A provider that nobody can reach. */
export async function makeSsoProvider(db: Database) {
  const id = newId('ssoProvider');
  await db.insert(ssoProviders).values({
    ...{ id, slug: 'acme', name: 'Acme', issuer: 'https://login.example.com', clientId: 'keyward' },
    ...{ groupsClaim: 'groups', createdBy: 'fixture', createdByName: 'fixture' },
  });
  return id;
}

/** A group that a client pushes: it leads nowhere, and nobody is in it. */
export async function makePushedGroup(db: Database, clientId: string) {
  const id = newId('scimGroup');
  await db.insert(scimGroups).values({ id, clientId, displayName: 'Pushed', externalId: 'ext-1' });
  return id;
}

/** A query that somebody keeps for themselves. */
export async function makeView(db: Database, ownerId: string) {
  const id = newId('savedView');
  await db.insert(savedViews).values({ id, ownerId, name: 'Denied', q: 'outcome:denied' });
  return id;
}

/** A vault that nothing goes to. */
export async function makeDestination(db: Database) {
  const id = newId('destination');
  await db.insert(destinations).values({
    ...{ id, name: 'vault', kind: 'vault' as const, credential: 'env:VAULT_TOKEN' },
    config: { url: 'https://vault.example.com', mount: 'secret', path: 'billing' },
    ...{ createdBy: 'fixture', createdByName: 'fixture' },
  });
  return id;
}

/** A log store that gets changes, once it isn't paused any more. */
export async function makeSink(db: Database) {
  const id = newId('sink');
  await db.insert(sinks).values({
    ...{ id, name: 'siem', kind: 'syslog' as const, state: 'paused' as const },
    config: { host: 'siem.example.com', port: 6514, tls: true },
    ...{ createdBy: 'fixture', createdByName: 'fixture' },
  });
  await db.insert(sinkPositions).values({ sinkId: id, source: 'changes', place: { log: 0 } });
  return id;
}
