import type { Command } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { askControlApi } from './control-api';
import { pathOf, tokenSchema } from './token-schema';

const changedSchema = z.looseObject({ token: tokenSchema });
const endedSchema = z.looseObject({ revoked: z.array(z.string()) });

interface Change {
  readonly reason?: string;
  readonly json?: true;
}

const VERBS = {
  suspend: { about: 'Stop a token until it is resumed', done: 'suspended' },
  resume: { about: 'Let a suspended or idle token work again', done: 'works again' },
} as const;

/** `keyward token suspend`, `resume` and `revoke`. */
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
}

const withReason = (command: Command): Command =>
  command
    .argument('<token>', 'its id')
    .option('--reason <text>', 'what the log says')
    .option('--json', 'print JSON');

const post = (path: string, reason: string | undefined) => ({
  ...{ method: 'POST' as const, path, contentType: 'application/json' },
  body: JSON.stringify({ reason }),
});

async function change(verb: string, done: string, id: string, options: Change): Promise<void> {
  const request = post(`${pathOf(id)}/${verb}`, options.reason);
  const changed = await askControlApi(request, changedSchema);
  print(options, changed, `${changed.token.name} (${id}): ${done}`);
}

async function revoke(id: string, options: Change & { readonly family?: true }): Promise<void> {
  if (options.family) {
    const request = post(`${pathOf(id)}/revoke-family`, options.reason);
    const ended = await askControlApi(request, endedSchema);
    print(options, ended, `Revoked ${ended.revoked.join(', ')}`);
    return;
  }
  const revoked = await askControlApi(post(`${pathOf(id)}/revoke`, options.reason), changedSchema);
  const { name, livingRelatives: others } = revoked.token;
  const alive =
    others > 0
      ? `; ${others} of its family still ${others === 1 ? 'works' : 'work'}: --family revokes those, too`
      : '';
  print(options, revoked, `${name} (${id}): revoked${alive}`);
}
