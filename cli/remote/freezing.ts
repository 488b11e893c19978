import { type Command, Option } from 'commander';
import { z } from 'zod';
import { print } from '@/cli/output';
import { askControlApi, sending } from './control-api';
import { momentFrom, seconds } from './time-options';

/** What is printed of a group or an API; the rest of it passes through to --json. */
export const freezableSchema = z.looseObject({
  slug: z.string(),
  state: z.string(),
  frozenReason: z.string().nullable(),
  /** When it thaws by itself. */
  frozenUntil: z.string().nullable(),
});
type Freezable = z.output<typeof freezableSchema>;

interface Kind {
  readonly argument: 'group' | 'api';
  readonly pathOf: (name: string) => string;
  readonly freezing: string;
  readonly unfreezing: string;
  /** After its slug, of one that is frozen. */
  readonly frozen: string;
}
interface Change {
  readonly reason?: string;
  readonly until?: string;
  readonly for?: number;
  readonly json?: true;
}

/** `freeze` and `unfreeze` of groups and of APIs. */
export function addFreezing(parent: Command, kind: Kind): void {
  const verb = (name: string) =>
    parent
      .command(name)
      .argument(`<${kind.argument}>`, 'slug or id')
      .option('--reason <text>', 'what the log says')
      .option('--json', 'print JSON');
  const turn = (name: 'freeze' | 'unfreeze') => async (slug: string, options: Change) => {
    const until = options.for === undefined ? options.until : momentFrom(options.for);
    const request = sending('POST', `${kind.pathOf(slug)}/${name}`, {
      ...{ reason: options.reason, until },
    });
    const turned = await askControlApi(request, freezableSchema);
    const done = name === 'unfreeze' ? 'active again' : `${kind.frozen}${endOf(turned)}`;
    print(options, turned, `${turned.slug}: ${done}`);
  };
  verb('freeze')
    .description(kind.freezing)
    .option('--until <time>', 'when it ends by itself, such as 2027-01-31T18:00:00+01:00')
    .addOption(
      new Option('--for <time>', 'the same from now on, such as 45m or 8h')
        .argParser(seconds)
        .conflicts('until'),
    )
    .action(turn('freeze'));
  verb('unfreeze').description(kind.unfreezing).action(turn('unfreeze'));
}

const endOf = ({ frozenUntil }: Freezable): string =>
  frozenUntil === null ? ', until it is unfrozen' : `, until ${frozenUntil}`;

/** "frozen until …: reason" */
export const stateOf = ({ state, frozenUntil, frozenReason }: Freezable): string =>
  [state, frozenUntil && ` until ${frozenUntil}`, frozenReason && `: ${frozenReason}`]
    .filter(Boolean)
    .join('');
