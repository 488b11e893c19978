import { hkdfSync } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import type { z } from 'zod';
import type { Database } from '@/db/client';
import { sessions } from '@/db/schema/identities';
import { resolveSessionActor } from '@/domain/actors/resolve-actor';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import type { CommandDefinition } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { claimSetupLink } from '@/domain/setup/claim-setup-link';
import { ensureSetupLink } from '@/domain/setup/setup-link';
import { findIdentity } from '@/domain/targets/find-identity';
import { DEMO_PEOPLE } from './organisation';

/** Runs a command as somebody of the demo; any refusal is a bug in the demo. */
export type Run = <Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  command: CommandDefinition<Input, Output, T>,
  input: z.input<Input>,
) => Promise<z.output<Output>>;

export interface DemoSignIn {
  readonly email: string;
  readonly password: string;
}

/** By index into DEMO_PEOPLE. */
export const emailOf = (index: number): string =>
  `${(DEMO_PEOPLE[index] ?? '')
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll('ı', 'i')
    .replaceAll(/[^a-z ]/g, '')
    .replaceAll(' ', '.')}@northwind.example`;

/** The demo's sign-in: made from the server secret, so that it need not be stored to be shown again. */
export function demoSignIn(serverSecret: string): DemoSignIn {
  const bytes = Buffer.from(hkdfSync('sha256', serverSecret, 'keyward demo', 'password', 12));
  return { email: emailOf(0), password: bytes.toString('base64url') };
}

const BROWSERS = [
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/26.1 Safari/605.1.15',
  'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0',
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/142.0.0.0 Safari/537.36',
];

/** Where each of them works, and with what. */
const deskOf = (index: number) => ({
  ip: `10.20.4.${20 + index}`,
  userAgent: BROWSERS[index % BROWSERS.length] ?? null,
});

/** Claims the set-up like a person would: with it the organisation begins. */
export async function claimSetup(db: Database, serverSecret: string): Promise<void> {
  const link = await ensureSetupLink(db, 'http://demo.invalid');
  const request = { id: newId('request'), ...deskOf(0) };
  const setup = systemActor('setup', [claimSetupLink.operation]);
  const claimed = await runCommand(
    claimSetupLink,
    { db, actor: setup, request, serverSecret },
    { code: link?.split('#')[1], name: DEMO_PEOPLE[0], ...demoSignIn(serverSecret) },
  );
  if (!claimed.ok) throw new Error(`the demo can't be set up: ${claimed.message}`);
}

/** Acts as one of DEMO_PEOPLE, each time in a session that ends with it: with the rights they have then. */
export function actingAs(db: Database, serverSecret: string, index: number): Run {
  const desk = deskOf(index);
  return async (command, input) => {
    const person = known(await findIdentity(db, emailOf(index)));
    const id = newId('session');
    const expiresAt = sql`now() + interval '1 hour'`;
    await db.insert(sessions).values({
      id,
      identityId: person.id,
      expiresAt,
      provenAt: sql`now()`,
      createdAt: sql`now()`,
    });
    const actor = known(await resolveSessionActor(db, id, desk.ip));
    const context = { db, actor, request: { ...desk, id: newId('request') }, serverSecret };
    const result = await runCommand(command, context, input);
    if (!result.ok) {
      throw new Error(
        `the demo's ${command.operation} by ${person.name} was refused: ${result.message} ${JSON.stringify(input)}`,
      );
    }
    await db.delete(sessions).where(eq(sessions.id, id));
    return result.value;
  };
}

function known<T extends object>(found: T | Refusal): T {
  if (isRefusal(found)) throw new Error(`the demo misses somebody: ${found.message}`);
  return found;
}
