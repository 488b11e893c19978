import { type Command, Option } from 'commander';
import { print } from '@/cli/output';
import { type AnomalyView, anomalyViewSchema } from '@/domain/anomalies/anomaly-view';
import { askControlApi, sending } from './control-api';
import { everyItem } from './every-page';

interface Json {
  readonly json?: true;
}

/** `keyward anomaly`: uses out of the ordinary, over HTTP. */
export function addAnomaly(program: Command): void {
  const anomaly = program
    .command('anomaly')
    .description('Uses of tokens out of the ordinary, at KEYWARD_URL as KEYWARD_TOKEN');
  anomaly
    .command('list')
    .description('List anomalies, newest first; the open ones unless said')
    .option('-q, --query <text>', 'only about tokens and groups whose name holds this')
    .addOption(new Option('--state <state>').choices(['open', 'dismissed', 'all']).default('open'))
    .option('--json', 'print JSON')
    .action(list);
  anomaly
    .command('dismiss')
    .description('Say that you have seen to it')
    .argument('<anomaly>', 'its id')
    .option('--json', 'print JSON')
    .action(dismiss);
}

async function list(
  options: Json & { readonly query?: string; readonly state: string },
): Promise<void> {
  const { query: q, state: asked } = options;
  const state = asked === 'all' ? undefined : asked;
  const anomalies = await everyItem('/anomalies', { q, state }, anomalyViewSchema);
  const text = anomalies.map(described).join('\n') || 'There is no anomaly.';
  print(options, { items: anomalies }, text);
}

const described = ({ id, raisedAt, title, text, dismissedBy, evidence }: AnomalyView): string =>
  [
    `${raisedAt}  ${id}  ${title}${dismissedBy ? ` (dismissed by ${dismissedBy.name})` : ''}`,
    `  ${text}`,
    `  keyward audit export --log decisions --from ${evidence.from} --to ${evidence.to} --query ${quoted(evidence.q)}`,
  ].join('\n');

/** As a shell takes it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

async function dismiss(id: string, options: Json): Promise<void> {
  const path = `/anomalies/${encodeURIComponent(id)}/dismiss`;
  const dismissed = await askControlApi(sending('POST', path, {}), anomalyViewSchema);
  print(options, dismissed, `${dismissed.title}: dismissed`);
}
