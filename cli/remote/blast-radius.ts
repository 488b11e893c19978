import { type Command, InvalidArgumentError, Option } from 'commander';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { type BlastRadius, blastRadiusSchema } from '@/domain/decisions/blast-radius';
import { radiusMarkdown } from '@/domain/decisions/radius-markdown';
import { radiusQueryOf } from '@/domain/decisions/radius-words';
import { environment } from '@/domain/environment/env';
import { askControlApi } from './control-api';
import { momentFrom, seconds } from './time-options';

/** Whom a report is about, and over which time, as it is typed. */
export interface About {
  readonly token?: string;
  readonly identity?: string;
  readonly group?: string;
  readonly ip?: string;
  readonly from?: string;
  readonly to?: string;
  readonly last?: number;
}
const SUBJECTS = ['token', 'identity', 'group', 'ip'] as const;

/** `keyward blast-radius`: what somebody or something did, for a ticket. */
export function addBlastRadius(program: Command): void {
  aboutOptions(program.command('blast-radius'))
    .description('Sum up in Markdown what a token, an identity, a group or an address did')
    .option('--json', 'print JSON')
    .action(report);
}

/** Of which `aboutOf` reads one subject and its time. */
export const aboutOptions = (command: Command): Command =>
  command
    .option('--token <token>', 'about a token, by its id', once)
    .option('--identity <identity>', 'about somebody: email, slug or id', once)
    .option('--group <group>', 'about a group: slug or id', once)
    .option('--ip <address>', 'about an IP address, or a range such as 203.0.113.0/24', once)
    .option('--from <time>', 'RFC 3339, included; a day before the end unless said')
    .option('--to <time>', 'RFC 3339, not included; now unless said')
    .addOption(
      new Option('--last <time>', 'so much time until now, such as 90m or 30d')
        .argParser(seconds)
        .conflicts(['from', 'to']),
    );

/** Two would otherwise be one: the last. */
function once(value: string, before: string | undefined): string {
  if (before === undefined) return value;
  throw new InvalidArgumentError(`It is given already, as ${before}: sum up one at a time.`);
}

/** @throws where that is none of them or several; undefined where nothing is said */
export function aboutOf(options: About): Record<string, string> | undefined {
  const { from, to, last } = options;
  const subjects = SUBJECTS.filter((name) => options[name] !== undefined);
  const time = {
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(last !== undefined && { from: momentFrom(-last) }),
  };
  if (subjects.length === 0 && Object.keys(time).length === 0) return undefined;
  const [subject] = subjects;
  if (subject === undefined || subjects.length > 1) throw unclear();
  return { [subject]: options[subject] ?? '', ...time };
}

const unclear = () =>
  new CommandFailure('say whom it is about: one of --token, --identity, --group and --ip');

async function report(options: About & { readonly json?: true }): Promise<void> {
  const about = aboutOf(options);
  if (about === undefined) throw unclear();
  const query = new URLSearchParams(about);
  const path = '/decisions/blast-radius';
  const radius = await askControlApi({ method: 'GET', path, query }, blastRadiusSchema);
  print(options, radius, radiusMarkdown(radius, linkTo(radius)).trimEnd());
}

/** Its page, with times that stay. */
const linkTo = (radius: BlastRadius): string =>
  `${environment().keywardUrl}/respond/radius?${new URLSearchParams(radiusQueryOf(radius))}`;
