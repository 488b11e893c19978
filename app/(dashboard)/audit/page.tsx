import { redirect } from 'next/navigation';
import { deleteViewAction, saveViewAction } from '@/app/actions/views';
import { loadTable } from '@/app/server/load-table';
import { ask, askIfAllowed } from '@/app/server/run';
import { toEntry } from '@/app/server/timeline-rows';
import { ExportMenu } from '@/components/audit/export-menu';
import { OneLogNotice } from '@/components/audit/one-log-notice';
import { askedView } from '@/components/audit/query/asked-view';
import { rangeOf, type View } from '@/components/audit/query/edit-query';
import { instantIn } from '@/components/audit/query/instant-parameter';
import { movedAddress } from '@/components/audit/query/moved-address';
import { idOf, type TimelineEntry } from '@/components/audit/timeline/entry';
import { Timeline } from '@/components/audit/timeline/timeline';
import type { Opened } from '@/components/audit/timeline/use-walk';
import { ViewsMenu } from '@/components/audit/views/views-menu';
import { type PageSearchParams, parseCursors } from '@/components/data-table/table-query';
import { Page, PageHeader } from '@/components/ui/page-header';
import { getEvent } from '@/domain/audit/get-event';
import { getDecision } from '@/domain/decisions/get-decision';
import { parseQuery } from '@/domain/history/query/parse-query';
import { followTimeline } from '@/domain/timeline/follow-timeline';
import { listTimeline } from '@/domain/timeline/list-timeline';

export const metadata = { title: 'Audit' };

export default async function AuditPage(props: { searchParams: Promise<PageSearchParams> }) {
  const params = await props.searchParams;
  const moved = movedAddress(params);
  if (moved !== null) redirect(moved);
  const view = readView(params);
  const isNewest = one(params.cursors) === '' && rangeOf(view, 0).to === null;
  // Before the rows, so that what arrives meanwhile comes twice rather than never.
  const tailFrom = isNewest ? await loadPlace() : null;
  const { result, logs } = await loadPage(view, one(params.cursors));
  const rows = result.status === 'ok' ? result.rows : [];
  return (
    <Page>
      <PageHeader
        title="Audit"
        description="Who changed what, and which group, through which token, called what, when."
      />
      <Timeline
        result={result}
        opened={await loadOpened(one(params.event) || one(params.decision), rows)}
        notice={<OneLogNotice logs={logs} />}
        actions={
          <>
            <ViewsMenu save={saveViewAction} remove={deleteViewAction} />
            <ExportMenu />
          </>
        }
        tailFrom={tailFrom}
      />
    </Page>
  );
}

const one = (value: string | string[] | undefined) => (typeof value === 'string' ? value : '');

const readView = (params: PageSearchParams): View => ({
  q: one(params.q).trim(),
  from: instantIn(one(params.from)),
  to: instantIn(one(params.to)),
});

/** Where the logs end now, for the reader to follow them from there; null where there is nothing to follow. */
async function loadPlace(): Promise<string | null> {
  const answer = await askIfAllowed(followTimeline, {});
  return answer.ok ? answer.value.cursor : null;
}

/** One page of the timeline, and the logs that the reader sees. */
async function loadPage(view: View, cursors: string) {
  let logs: readonly ('decision' | 'change')[] = [];
  const parsed = parseQuery(view.q);
  // What is wrong is said where the query is typed.
  if (!parsed.ok) {
    const message = parsed.problems[0]?.message ?? '';
    return { result: { status: 'failed', message } as const, logs };
  }
  const result = await loadTable<TimelineEntry>(listTimeline.operation, async () => {
    const cursor = parseCursors(cursors).at(-1);
    const answer = await ask(listTimeline, { ...askedView(view), cursor });
    if (!answer.ok) return answer;
    const { items, nextCursor } = answer.value;
    logs = answer.value.logs;
    return { ok: true, value: { items: items.map(toEntry), nextCursor } };
  });
  return { result, logs };
}

/** The row that the address names, unless the page has it anyhow. */
async function loadOpened(id: string, rows: readonly TimelineEntry[]): Promise<Opened | null> {
  if (id === '' || rows.some((row) => idOf(row) === id)) return null;
  if (id.startsWith('dec_')) {
    const found = await ask(getDecision, { decision: id });
    if (!found.ok) return { id, message: found.message };
    return { id, entry: toEntry({ kind: 'decision', decision: found.value }) };
  }
  const found = await ask(getEvent, { event: id });
  if (!found.ok) return { id, message: found.message };
  return { id, entry: toEntry({ kind: 'change', event: found.value }) };
}
