import { plain, radiusLines } from '@/domain/decisions/radius-markdown';
import { subjectWord } from '@/domain/decisions/radius-words';
import type { IncidentView } from './incident-view';
import { stopWords } from './stop-words';
import type { IncidentEntry } from './timeline';

type Told = Omit<IncidentView, 'entryCount'> & { readonly entries: readonly IncidentEntry[] };

/** The report of an incident as Markdown, times in UTC. */
export function incidentMarkdown(incident: Told, link?: string): string {
  const { title, openedAt, openedBy, closedAt, closedBy, summary, entries } = incident;
  return [
    `# Incident: ${plain(title)}`,
    '',
    `- Opened ${openedAt} by ${plain(openedBy.name)}`,
    closedAt && closedBy ? `- Closed ${closedAt} by ${plain(closedBy.name)}` : '- Still open',
    ...(link ? [`- ${link}`] : []),
    ...(summary ? ['', '## Summary', '', quoted(summary)] : []),
    '',
    '## Timeline',
    ...entries.flatMap((entry) => ['', ...entryLines(entry)]),
    '',
  ].join('\n');
}

function entryLines(entry: IncidentEntry): string[] {
  const at = `${entry.at.slice(0, 19)}Z`;
  const by = plain(entry.addedBy.name);
  if (entry.note !== null) return [`### ${at} · Note by ${by}`, '', quoted(entry.note)];
  if (entry.radius !== null) {
    const { subject } = entry.radius;
    const of = `${subjectWord(subject).toLowerCase()} ${plain(subject.name ?? subject.id)}`;
    return [
      `### ${at} · Blast radius of ${of}, summed up for ${by}`,
      '',
      ...radiusLines(entry.radius),
    ];
  }
  const { event, receipts } = entry;
  if (!event) return [`### ${at} · Change ${entry.eventSeq} of the log`];
  const slowest = Math.max(0, ...receipts.map(({ latencyMs }) => latencyMs));
  return [
    `### ${at} · ${stopWords(event.action)} ${plain(event.target.name ?? event.target.id ?? event.target.type)}`,
    '',
    `- By ${plain(event.actor.name)}${event.reason ? `: ${plain(event.reason)}` : ''} (${plain(event.action)})`,
    `- Change ${event.seq} of the log, hash ${event.hash}`,
    ...(receipts.length > 0
      ? [
          `- Confirmed by ${receipts.map(({ verifier }) => plain(verifier)).join(', ')} within ${slowest} ms`,
        ]
      : []),
  ];
}

const quoted = (text: string): string =>
  text
    .split('\n')
    .map((line) => `> ${plain(line)}`)
    .join('\n');
