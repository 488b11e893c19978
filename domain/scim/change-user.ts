import type { z } from 'zod';
import type { Context } from '@/domain/base/context';
import type { CommandResult } from '@/domain/commands/define';
import { runCommand } from '@/domain/commands/run';
import { push } from './push';
import { stopUser } from './stop-user';
import { updateUser } from './update-user';

/**
 * Changes a user of a client. Whoever may deactivate one goes through here or through `removeUser`: what
 * the person holds ends, whatever becomes of the rest.
 */
export const changeUser = (context: Context, input: z.input<typeof updateUser.input>) =>
  endingAllTheSame(context, input.user, () => runCommand(updateUser, context, input));

/** Takes a user from a client, and its memberships with it. */
export const removeUser = (
  context: Context,
  { user, ifMatch }: { user: string; ifMatch: string | null },
) =>
  endingAllTheSame(context, user, () =>
    runCommand(push, context, { what: 'deleteUser', id: user, ifMatch }),
  );

/**
 * The last administrator stays, and the client reads why; tokens and sessions end, as it wanted. What was
 * refused has rolled back, so this is a change of its own.
 */
async function endingAllTheSame<Value>(
  context: Context,
  user: string,
  change: () => Promise<CommandResult<Value>>,
): Promise<CommandResult<Value>> {
  const changed = await change();
  if (!changed.ok && changed.code === 'last_administrator') {
    await runCommand(stopUser, context, { user });
  }
  return changed;
}
