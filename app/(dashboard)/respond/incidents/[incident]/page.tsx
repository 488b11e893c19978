import { FileDown } from 'lucide-react';
import { publicUrls } from '@/app/server/public-urls';
import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { paths } from '@/components/paths';
import { CloseIncident, NoteForm, SuggestedStops } from '@/components/respond/incident-actions';
import { IncidentTimeline } from '@/components/respond/incident-timeline';
import { PrintButton } from '@/components/respond/print-button';
import { buttonStyle } from '@/components/ui/button-style';
import { CopyText } from '@/components/ui/copy-button';
import { MonoId } from '@/components/ui/mono-id';
import { Page, PageHeader } from '@/components/ui/page-header';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import { addIncidentNote } from '@/domain/incidents/add-note';
import { attachEvidence } from '@/domain/incidents/attach-evidence';
import { closeIncident } from '@/domain/incidents/close-incident';
import { incidentMarkdown } from '@/domain/incidents/incident-markdown';
import { incidentTarget } from '@/domain/incidents/incident-rules';
import { addNoteAction, attachAction, closeAction } from '../actions';
import { loadIncident } from './load-incident';

type IncidentPageProps = { params: Promise<{ incident: string }> };

export async function generateMetadata(props: IncidentPageProps) {
  return { title: (await loadIncident((await props.params).incident)).title };
}

export default async function IncidentPage(props: IncidentPageProps) {
  const incident = await loadIncident((await props.params).incident);
  const { id, title, openedAt, openedBy, closedAt, closedBy, summary, entries } = incident;
  const actor = await requireActor();
  const target = incidentTarget(incident);
  const link = new URL(paths.incident(id), publicUrls().dashboard).href;
  const stops = incident.suggested.map(({ seq, at, action, target: what, actor: who }) => ({
    ...{ seq, at, action, target: what.name ?? what.id ?? what.type, actor: who.name },
  }));
  return (
    <Page>
      <PageHeader
        breadcrumb={[
          { href: paths.respond(), label: 'Respond' },
          { href: paths.incidents(), label: 'Incidents' },
        ]}
        title={title}
        status={<span className="text-sm text-muted">{closedAt ? 'Closed' : 'Open'}</span>}
        description={
          <>
            <MonoId id={id} noun="incident id" short />
            <span>
              Opened by <bdi>{openedBy.name}</bdi> on <AbsoluteTime date={openedAt} />
            </span>
            {closedAt && (
              <span>
                closed by <bdi>{closedBy?.name}</bdi> on <AbsoluteTime date={closedAt} />
              </span>
            )}
          </>
        }
        actions={
          <div className="flex flex-wrap gap-2 print:hidden">
            <CopyText text={incidentMarkdown(incident, link)} label="Copy Markdown" />
            {(['md', 'ndjson'] as const).map((format) => (
              <a
                key={format}
                href={paths.incidentExport(id, format)}
                download
                className={buttonStyle('secondary', 'medium')}
              >
                <FileDown aria-hidden size={15} /> {format === 'md' ? 'Markdown' : 'NDJSON'}
              </a>
            ))}
            <PrintButton />
            {!closedAt && (
              <CloseIncident
                title={title}
                entryCount={entries.length}
                refusal={whyNot(actor, closeIncident, target, incident)}
                close={closeAction.bind(null, id)}
              />
            )}
          </div>
        }
      />
      {summary && (
        <Section title="Summary">
          <p className="max-w-3xl text-sm break-words whitespace-pre-wrap">{summary}</p>
        </Section>
      )}
      <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] print:block">
        <Section title="Timeline" flush>
          {entries.length > 0 ? (
            <IncidentTimeline entries={entries} />
          ) : (
            <EmptyState title="Nothing gathered yet">
              Write a note, or attach what was stopped.
            </EmptyState>
          )}
        </Section>
        {!closedAt && (
          <div className="space-y-5 print:hidden">
            <Section title="Add">
              <NoteForm
                refusal={whyNot(actor, addIncidentNote, target, incident)}
                add={addNoteAction.bind(null, id)}
              />
            </Section>
            {stops.length > 0 && (
              <Section
                title="Stopped meanwhile"
                description="Since an hour before it was opened, and not attached yet."
                flush
              >
                <SuggestedStops
                  stops={stops}
                  refusal={whyNot(actor, attachEvidence, target, incident)}
                  attach={attachAction.bind(null, id)}
                />
              </Section>
            )}
          </div>
        )}
      </div>
    </Page>
  );
}
