import { hkdfSync } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { groups } from '@/db/schema/groups';
import { createApi } from '@/domain/apis/create-api';
import { importDocument } from '@/domain/apis/import-document';
import { loadHeldRights } from '@/domain/authority/held-rights';
import { personActor, systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { isRefusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import type { CommandDefinition } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { createDestination } from '@/domain/destinations/create-destination';
import { createGroup } from '@/domain/groups/create-group';
import { editMembers } from '@/domain/groups/edit-members';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { setGroupScopes } from '@/domain/groups/set-group-scopes';
import { createIdentity } from '@/domain/identities/create-identity';
import { createScope } from '@/domain/scopes/create-scope';
import { administratorExists } from '@/domain/setup/administrator';
import { claimSetupLink } from '@/domain/setup/claim-setup-link';
import { ensureSetupLink } from '@/domain/setup/setup-link';
import { findIdentity } from '@/domain/targets/find-identity';
import { createToken } from '@/domain/tokens/create-token';
import { createWebhook } from '@/domain/webhooks/create-webhook';
import { createTrustRule } from '@/domain/workloads/create-trust-rule';
import { DEMO_APIS } from './documents';
import {
  DEMO_DESTINATIONS,
  DEMO_GROUPS,
  DEMO_PEOPLE,
  DEMO_SERVICES,
  DEMO_STAFF,
  DEMO_TRUST_RULES,
  DEMO_WEBHOOKS,
} from './organisation';
import { seedAttention, seedRefusals } from './seed-attention';
import { seedDecisions } from './seed-decisions';
import { seedTokens } from './seed-tokens';

/** Runs a command as somebody of the demo; any refusal is a bug in the demo. */
export type Run = <Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  command: CommandDefinition<Input, Output, T>,
  input: z.input<Input>,
) => Promise<z.output<Output>>;

export interface DemoSignIn {
  readonly email: string;
  readonly password: string;
}

const emailOf = (name: string) =>
  `${name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replaceAll(/[^a-z ]/g, '')
    .replaceAll(' ', '.')}@northwind.example`;

/** The demo's sign-in: made from the server secret, so that it need not be stored to be shown again. */
export function demoSignIn(serverSecret: string): DemoSignIn {
  const bytes = Buffer.from(hkdfSync('sha256', serverSecret, 'keyward demo', 'password', 12));
  return { email: emailOf(DEMO_PEOPLE[0]), password: bytes.toString('base64url') };
}

/** Whether this database holds the demo organisation. */
export async function isDemo(db: Database): Promise<boolean> {
  return (await db.$count(groups, eq(groups.slug, 'dispatch-operations'))) > 0;
}

/**
 * Fills a fresh installation with a sample organisation: people, groups, two imported APIs, tokens in
 * every state and 30 days of decisions. Everything but past times goes through the commands.
 * @throws where somebody already administers this installation
 */
export async function seedDemo(db: Database, serverSecret: string): Promise<DemoSignIn> {
  const signIn = demoSignIn(serverSecret);
  if (await isDemo(db)) return signIn;
  if (await administratorExists(db)) {
    throw new Error('the demo fills a fresh installation only, and this one is in use already');
  }
  const run = await demoAdministrator(db, serverSecret, signIn);
  const people = DEMO_PEOPLE.map(emailOf);
  for (const [index, name] of DEMO_PEOPLE.entries()) {
    if (index > 0) await run(createIdentity, { type: 'person', name, email: people[index] });
  }
  for (const [slug, indexes] of Object.entries(DEMO_STAFF)) {
    const add = indexes.map((index) => ({ identity: people[index] ?? '' }));
    await run(editMembers, { group: slug, add });
  }
  // The second administrator does most of the setting up, as in many a team.
  const build = await demoPerson(db, serverSecret, people[1] ?? '');
  for (const { document, scopes, ...api } of DEMO_APIS) {
    await build(createApi, { ...api, hosts: [...api.hosts] });
    await build(importDocument, { api: api.slug, document });
    for (const [name, operations] of Object.entries(scopes)) {
      await build(createScope, { api: api.slug, name, operations });
    }
  }
  for (const slug of DEMO_SERVICES) {
    await run(createIdentity, { type: 'service', name: slug, slug });
  }
  for (const group of DEMO_GROUPS) {
    const { slug, name, description, policy, scopes } = group;
    // People create their own tokens, whether they lead or not.
    await build(createGroup, {
      slug,
      name,
      description,
      policy: { whoMayMint: 'members', ...policy },
    });
    await build(setGroupScopes, { group: slug, scopes: [...scopes] });
    const add = [
      ...group.people.map((index, position) => ({
        identity: people[index] ?? '',
        role: position === 0 ? ('lead' as const) : ('member' as const),
      })),
      ...group.services.map((identity) => ({ identity, role: 'member' as const })),
    ];
    await run(editMembers, { group: slug, add });
  }
  const runAs = (email: string) => demoPerson(db, serverSecret, email);
  await seedTokens(db, { run, runAs }, people);
  await seedAttention(db, { run, runAs }, people);
  for (const rule of DEMO_TRUST_RULES) {
    await run(createTrustRule, {
      ...rule,
      scopes: 'scopes' in rule ? [...rule.scopes] : undefined,
    });
  }
  for (const destination of DEMO_DESTINATIONS) {
    await run(createDestination, { ...destination, groups: [...destination.groups] });
  }
  for (const webhook of DEMO_WEBHOOKS) {
    const { topics, groups: within } = webhook;
    await run(createWebhook, { ...webhook, topics: [...topics], groups: [...within] });
  }
  for (const { slug, frozen } of DEMO_GROUPS) {
    if (frozen) await run(freezeGroup, { group: slug, reason: 'The migration is over.' });
  }
  await seedDecisions(db);
  await seedRefusals(db);
  return signIn;
}

/** Claims the set-up like a person would, then acts as that person. */
async function demoAdministrator(
  db: Database,
  serverSecret: string,
  { email, password }: DemoSignIn,
): Promise<Run> {
  const link = await ensureSetupLink(db, 'http://demo.invalid');
  const request = { id: newId('request'), ip: null, userAgent: null };
  const setup = systemActor('setup', [claimSetupLink.operation]);
  const name = DEMO_PEOPLE[0];
  const claimed = await runCommand(
    claimSetupLink,
    { db, actor: setup, request, serverSecret },
    { code: link?.split('#')[1], name, email, password },
  );
  if (!claimed.ok) throw new Error(`the demo can't be set up: ${claimed.message}`);
  return demoPerson(db, serverSecret, email);
}

/** Acts as somebody of the organisation, who may do what their groups give them and create tokens. */
async function demoPerson(db: Database, serverSecret: string, email: string): Promise<Run> {
  const person = await findIdentity(db, email);
  if (isRefusal(person)) throw new Error(`the demo has nobody ${email}`);
  const { controlPlane } = await loadHeldRights(db, person.id);
  const actor = personActor(person, [...controlPlane.keys(), createToken.operation]);
  const request = { id: newId('request'), ip: null, userAgent: null };
  return async (command, input) => {
    const context = { db, actor, request: { ...request, id: newId('request') }, serverSecret };
    const result = await runCommand(command, context, input);
    if (!result.ok) {
      throw new Error(`the demo's ${command.operation} was refused: ${result.message}`);
    }
    return result.value;
  };
}
