import { type Command, Option } from 'commander';
import { z } from 'zod';
import { CommandFailure } from '@/cli/failure';
import { print } from '@/cli/output';
import { environment } from '@/domain/environment/env';
import { exportIncident } from '@/domain/incidents/export-incident';
import { incidentMarkdown } from '@/domain/incidents/incident-markdown';
import { incidentViewSchema } from '@/domain/incidents/incident-view';
import { entryViewSchema } from '@/domain/incidents/timeline';
import { type About, aboutOf, aboutOptions } from './blast-radius';
import { columns } from './columns';
import { askControlApi, openControlApi, sending } from './control-api';
import { everyItem } from './every-page';
import { place } from './receipts';

const toldSchema = incidentViewSchema.extend({
  entries: z.array(entryViewSchema),
  suggested: z.array(entryViewSchema.shape.event.unwrap()),
});

interface Json {
  readonly json?: true;
}
interface Evidence extends Json, About {
  readonly event: readonly number[];
}

/** `keyward incident`: what went wrong, and what is gathered about it, over HTTP. */
export function addIncident(program: Command): void {
  const incident = program
    .command('incident')
    .description('Incidents, at KEYWARD_URL as KEYWARD_TOKEN');
  incident
    .command('list')
    .description('List incidents, newest first')
    .option('-q, --query <text>', 'only those whose title holds this')
    .addOption(new Option('--state <state>').choices(['open', 'closed']))
    .option('--json', 'print JSON')
    .action(list);
  withEvidence(incident.command('open').argument('<title>', 'what went wrong'))
    .description('Open an incident; about somebody, with what was stopped of them already')
    .option('--note <text>', 'what is known so far')
    .action(open);
  one(incident, 'show').description('Print the report of an incident, as Markdown').action(show);
  one(incident, 'note')
    .description('Write a note into an incident: it stays as it is')
    .argument('<text>')
    .action(note);
  withEvidence(incident.command('attach').argument('<incident>', 'its id'))
    .description('Attach changes of the log, or a blast radius as of now')
    .action(attach);
  one(incident, 'close')
    .description('Close an incident: nothing is added afterwards')
    .requiredOption('--summary <text>', 'what happened, and what was done')
    .action(close);
  incident
    .command('export')
    .argument('<incident>', 'its id')
    .description('Print all that it gathered, an entry a line')
    .addOption(new Option('--format <format>').choices(['ndjson', 'csv']).default('ndjson'))
    .action(exportEntries);
}

const one = (incident: Command, verb: string): Command =>
  incident.command(verb).argument('<incident>', 'its id').option('--json', 'print JSON');

const withEvidence = (command: Command): Command =>
  aboutOptions(command)
    .option(
      '--event <change>',
      'a change, by its place in the log; may be repeated',
      (text: string, before: readonly number[]) => [...before, place(text)],
      [],
    )
    .option('--json', 'print JSON');

const pathOf = (id: string) => `/incidents/${encodeURIComponent(id)}`;
const linkTo = (id: string) =>
  `${environment().keywardUrl}/respond/incidents/${encodeURIComponent(id)}`;

async function list(options: Json & { query?: string; state?: string }): Promise<void> {
  const { query: q, state } = options;
  const incidents = await everyItem('/incidents', { q, state }, incidentViewSchema);
  const rows = incidents.map(({ id, closedAt, openedAt, entryCount, title }) => [
    ...[id, closedAt === null ? 'open' : 'closed', openedAt, `${entryCount} entries`, title],
  ]);
  print(options, { items: incidents }, rows.length > 0 ? columns(rows) : 'There is no incident.');
}

async function open(
  title: string,
  { note, event: events, ...options }: Evidence & { readonly note?: string },
): Promise<void> {
  const body = { title, note, about: aboutOf(options), events };
  const opened = await askControlApi(sending('POST', '/incidents', body), incidentViewSchema);
  const gathered = `${opened.entryCount} ${opened.entryCount === 1 ? 'entry' : 'entries'}`;
  const text = `Opened ${opened.title} (${opened.id}), with ${gathered}\n${linkTo(opened.id)}`;
  print(options, opened, text);
}

async function show(id: string, options: Json): Promise<void> {
  const incident = await askControlApi({ method: 'GET', path: pathOf(id) }, toldSchema);
  print(options, incident, incidentMarkdown(incident, linkTo(incident.id)).trimEnd());
}

async function note(id: string, text: string, options: Json): Promise<void> {
  const request = sending('POST', `${pathOf(id)}/notes`, { note: text });
  const noted = await askControlApi(request, incidentViewSchema);
  print(options, noted, `${noted.title}: noted`);
}

async function attach(id: string, { event: events, ...options }: Evidence): Promise<void> {
  const about = aboutOf(options);
  if (about === undefined && events.length === 0) {
    throw new CommandFailure('say what to attach: --event, or whom to sum up, such as --token');
  }
  const request = sending('POST', `${pathOf(id)}/evidence`, { events, about });
  const attached = await askControlApi(request, incidentViewSchema);
  print(options, attached, `${attached.title}: attached, ${attached.entryCount} entries by now`);
}

async function close(
  id: string,
  { summary, ...options }: Json & { readonly summary: string },
): Promise<void> {
  const request = sending('POST', `${pathOf(id)}/close`, { summary });
  const closed = await askControlApi(request, incidentViewSchema);
  print(options, closed, `${closed.title}: closed`);
}

async function exportEntries(id: string, { format }: { readonly format: string }): Promise<void> {
  const path = (exportIncident.http?.path ?? '').replace('{incident}', encodeURIComponent(id));
  const query = new URLSearchParams({ format });
  for await (const piece of await openControlApi({ method: 'GET', path, query })) {
    process.stdout.write(piece);
  }
}
