import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { retentionSchema } from '@/domain/retention/retention-policy';
import { columns } from './columns';
import { askControlApi, sending } from './control-api';

const viewSchema = z.looseObject({
  policy: retentionSchema,
  canSign: z.boolean(),
  kept: z.looseObject({ days: z.number(), rows: z.number(), oldest: z.string().nullable() }),
  due: z.looseObject({ days: z.number(), rows: z.number() }),
  next: z.array(
    z.looseObject({
      ...{ day: z.string(), rows: z.number(), dropsAt: z.string().nullable() },
      heldBy: z.array(z.looseObject({ type: z.string(), name: z.string() })),
    }),
  ),
  notices: z.looseObject({ kept: z.number(), due: z.number() }),
  changes: z.number(),
  failure: z.looseObject({ at: z.string(), error: z.string() }).nullable(),
});
type View = z.output<typeof viewSchema>;

type Days = number | 'forever';
interface Options {
  readonly decisions?: Days;
  readonly notices?: Days;
  readonly hold?: string | false;
  readonly json?: true;
}

const PATH = '/retention';
const HELD_BY = { policy: 'the hold', incident: 'the incident', sink: 'the sink' };

/** `keyward retention`: how long history is kept, over HTTP. */
export function addRetention(program: Command): void {
  const retention = program
    .command('retention')
    .description('How long history is kept, at KEYWARD_URL as KEYWARD_TOKEN');
  withDays(retention.command('show'))
    .description('Show how long history is kept, and what goes next; or would, with other days')
    .action(show);
  withDays(retention.command('set'))
    .description('Change how long history is kept; a shorter time drops nothing for a week')
    .addOption(new Option('--hold <reason>', 'drop nothing while this stands, such as a lawsuit'))
    .addOption(new Option('--no-hold', 'take the hold back'))
    .action(set);
}

const withDays = (command: Command): Command =>
  command
    .option('--decisions <days>', 'days that decisions are kept, or forever', days)
    .option('--notices <days>', 'days that notices are kept, or forever', days)
    .option('--json', 'print JSON');

function days(text: string): Days {
  if (text === 'forever') return text;
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Write a number of days, or forever.');
}

async function show({ decisions, notices, ...options }: Options): Promise<void> {
  const query = new URLSearchParams({
    ...(decisions !== undefined && { decisionsDays: `${decisions}` }),
    ...(notices !== undefined && { noticesDays: `${notices}` }),
  });
  const view = await askControlApi({ method: 'GET', path: PATH, query }, viewSchema);
  const tried = { decisions, notices };
  print(options, view, summaryOf(view, tried));
}

async function set({ decisions, notices, hold, ...options }: Options): Promise<void> {
  if (decisions === undefined && notices === undefined && hold === undefined) {
    throw new CommandFailure('say what to change: --decisions, --notices, --hold or --no-hold');
  }
  const { policy } = await askControlApi({ method: 'GET', path: PATH }, viewSchema);
  const body = {
    decisionsDays: decisions === undefined ? policy.decisionsDays : asStored(decisions),
    noticesDays: notices === undefined ? policy.noticesDays : asStored(notices),
    holdReason: hold === undefined ? policy.holdReason : hold || null,
  };
  const saved = await askControlApi(sending('PUT', PATH, body), retentionSchema);
  const { decisionsDays, noticesDays, holdReason } = saved;
  const spans = `Decisions are kept ${spanOf(decisionsDays)}, notices ${spanOf(noticesDays)}`;
  print(options, saved, holdReason ? `${spans}; held: ${holdReason}` : spans);
}

const asStored = (typed: Days): number | null => (typed === 'forever' ? null : typed);
const spanOf = (kept: number | null): string => (kept === null ? 'for good' : `${kept} days`);

/** @param tried days that would be set, of which the answer tells what would be due */
function summaryOf(view: View, tried: Pick<Options, 'decisions' | 'notices'>): string {
  const { policy, kept, due, next, notices, changes, failure } = view;
  const span = (now: number | null, asked: Days | undefined) =>
    asked === undefined ? spanOf(now) : `${spanOf(asStored(asked))}, not ${spanOf(now)}`;
  const facts = columns([
    [
      'decisions',
      `${span(policy.decisionsDays, tried.decisions)}: ${kept.rows} of ${kept.days} days, the oldest of ${kept.oldest ?? 'today'}`,
    ],
    [
      'notices',
      `${span(policy.noticesDays, tried.notices)}: ${notices.kept}, of which ${notices.due} are due`,
    ],
    ['changes', `for good: ${changes}`],
    ['hold', policy.holdReason],
    ['due', `${due.rows} decisions of ${due.days} days`],
  ]);
  const rows = next.map(({ day, rows: count, dropsAt, heldBy }) => [
    ...[day, `${count} decisions`, dropsAt === null ? 'stays' : `goes ${dropsAt}`],
    heldBy.length === 0 ? 'held by nothing' : `held by ${heldBy.map(holdWords).join(', ')}`,
  ]);
  return [
    facts,
    ...(rows.length > 0 ? ['What goes next:', columns(rows)] : []),
    ...(view.canSign
      ? []
      : ['Nothing is dropped: the server has no NEXTAUTH_SECRET to sign with.']),
    ...(failure ? [`The last try failed ${failure.at}: ${failure.error}`] : []),
  ].join('\n');
}

const holdWords = ({ type, name }: { readonly type: string; readonly name: string }): string =>
  `${HELD_BY[type as keyof typeof HELD_BY] ?? type} ${name}`;
