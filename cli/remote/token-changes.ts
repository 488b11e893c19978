import type { Command } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { askControlApi, sending } from './control-api';
import { changeWords } from './receipts';
import { pathOf, tokenSchema } from './token-schema';

const changedSchema = z.looseObject({ token: tokenSchema, seq: z.number() });
const endedSchema = z.looseObject({ revoked: z.array(z.string()), seq: z.number() });

interface Change {
  readonly reason?: string;
  readonly json?: true;
}

const VERBS = {
  suspend: { about: 'Stop a token until it is resumed', done: 'suspended' },
  resume: { about: 'Let a suspended or idle token work again', done: 'works again' },
} as const;

/** `keyward token suspend`, `resume`, `revoke` and `undo-revoke`. */
export function addTokenChanges(token: Command): void {
  for (const [verb, { about, done }] of Object.entries(VERBS)) {
    withReason(token.command(verb))
      .description(about)
      .action((id: string, options: Change) => change(verb, done, id, options));
  }
  withReason(token.command('revoke'))
    .description('Stop a token for good, and whatever was made from it')
    .option('--family', 'with everything alive that it was rotated into or out of')
    .action(revoke);
  token
    .command('undo-revoke')
    .description('Take back, within 30 seconds, that you revoked a token')
    .argument('<token>', 'its id')
    .option('--json', 'print JSON')
    .action((id: string, options: Change) => change('undo-revoke', 'works again', id, options));
}

const withReason = (command: Command): Command =>
  command
    .argument('<token>', 'its id')
    .option('--reason <text>', 'what the log says')
    .option('--json', 'print JSON');

async function change(
  verb: string,
  done: string,
  id: string,
  { reason, ...options }: Change,
): Promise<void> {
  const request = sending('POST', `${pathOf(id)}/${verb}`, { reason });
  const changed = await askControlApi(request, changedSchema);
  const line = `${changed.token.name} (${id}): ${done}`;
  print(options, changed, `${line}\n${changeWords(changed.seq)}`);
}

async function revoke(id: string, options: Change & { readonly family?: true }): Promise<void> {
  const { reason, family } = options;
  const request = sending('POST', `${pathOf(id)}/${family ? 'revoke-family' : 'revoke'}`, {
    reason,
  });
  if (family) {
    const ended = await askControlApi(request, endedSchema);
    const line = `Revoked ${ended.revoked.join(', ')}`;
    print(options, ended, `${line}\n${changeWords(ended.seq)}`);
    return;
  }
  const revoked = await askControlApi(request, changedSchema);
  const { name, livingRelatives: others } = revoked.token;
  const alive =
    others > 0
      ? `; ${others} of its family still ${others === 1 ? 'works' : 'work'}: --family revokes those, too`
      : '';
  const lines = [
    `${name} (${id}): revoked${alive}`,
    `For 30 seconds: keyward token undo-revoke ${id}`,
    changeWords(revoked.seq),
  ];
  print(options, revoked, lines.join('\n'));
}
