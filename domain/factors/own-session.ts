import { eq } from 'drizzle-orm';
import type { z } from 'zod';
import type { Queryable } from '@/db/client';
import { identities, sessions } from '@/db/schema/identities';
import { personActor } from '@/domain/base/actor';
import type { Context } from '@/domain/base/context';
import { isRefusal, type Refusal, refuse } from '@/domain/base/refusal';
import type { Target } from '@/domain/base/target';
import type { CommandDefinition, CommandResult } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { SESSION_IDLE_HOURS } from '@/domain/credentials/credential-facts';
import {
  hasFactor,
  isOpen,
  isProven,
  mayEnrol,
  mustHaveFactor,
  type Owed,
  owed,
} from '@/domain/credentials/session-standing';

/** A session and its person, as far as proving who they are is concerned. */
export interface OwnSession {
  readonly id: string;
  readonly person: { readonly id: string; readonly name: string; readonly email: string };
  readonly owes: Owed | null;
  readonly isProven: boolean;
  readonly mayEnrol: boolean;
  readonly hasFactor: boolean;
  readonly mustHaveFactor: boolean;
  /** The provider on whose word it was opened. */
  readonly providerId: string | null;
}

const ended = () =>
  refuse('unauthenticated', 'session_ended', 'Your session has ended. Sign in again.');

/** An open session, whatever it owes: it opens nothing but what this folder does. */
export async function findOwnSession(
  db: Queryable,
  sessionId: string,
): Promise<OwnSession | Refusal> {
  const [row] = await db
    .select({
      ...{ id: sessions.id, owes: owed, isProven, mayEnrol, hasFactor, mustHaveFactor },
      ...{ personId: identities.id, name: identities.name, email: identities.email },
      providerId: sessions.ssoProviderId,
      isOpen: isOpen(SESSION_IDLE_HOURS),
    })
    .from(sessions)
    .innerJoin(identities, eq(identities.id, sessions.identityId))
    .where(eq(sessions.id, sessionId));
  if (!row?.isOpen) return ended();
  const { personId, name, email, isOpen: _, ...session } = row;
  return { ...session, person: { id: personId, name, email: email ?? '' } };
}

/**
 * What is asked of every change to somebody's own factors, with their row locked: factors change one
 * after another. `enrol`: they have just proved who they are, and owe no factor that they have.
 */
export async function ownTarget(db: Queryable, sessionId: string, wants: 'enrol' | 'prove') {
  const before = await findOwnSession(db, sessionId);
  if (isRefusal(before)) return before;
  await db
    .select({ id: identities.id })
    .from(identities)
    .where(eq(identities.id, before.person.id))
    .for('no key update');
  const session = await findOwnSession(db, sessionId);
  if (isRefusal(session)) return session;
  if (wants === 'enrol') {
    if (session.owes === 'factor') {
      return refuse('unauthenticated', 'factor_owed', 'Prove your second factor first.');
    }
    if (!session.mayEnrol) return proofNeeded();
  }
  const { id, name } = session.person;
  return { type: 'identity' as const, id, name, identityId: id, session };
}

export const proofNeeded = () =>
  refuse('conflict', 'proof_needed', 'Prove that it is you, then go on.');

/** Where a browser with a session stands, before it is let in. */
export type FactorDoor = Pick<Context, 'db' | 'request' | 'serverSecret'> & {
  readonly sessionId: string;
};

/** Runs a change of one's own factors: the session is the authority, and may do nothing else by it. */
export async function runOwn<Input extends z.ZodType, Output extends z.ZodType, T extends Target>(
  command: CommandDefinition<Input, Output, T>,
  { sessionId, ...door }: FactorDoor,
  input: object,
): Promise<CommandResult<z.output<Output>>> {
  const session = await findOwnSession(door.db, sessionId);
  if (isRefusal(session)) return session;
  const actor = personActor(session.person, [command.operation]);
  return runCommand(command, { ...door, actor }, { ...input, session: sessionId });
}
