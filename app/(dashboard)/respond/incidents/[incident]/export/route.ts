import { refuseForeignExport } from '@/app/server/export-door';
import { problem } from '@/app/server/problem';
import { publicUrls } from '@/app/server/public-urls';
import { ask } from '@/app/server/run';
import { leadToSignIn, sessionContext } from '@/app/server/session';
import { streamResponse } from '@/app/server/stream-response';
import { currentRequestId } from '@/app/server/told';
import { paths } from '@/components/paths';
import { isRefusal } from '@/domain/base/refusal';
import { exportIncident } from '@/domain/incidents/export-incident';
import { getIncident } from '@/domain/incidents/get-incident';
import { incidentMarkdown } from '@/domain/incidents/incident-markdown';

/** The report as Markdown, or each entry as a line of JSON, for whoever is signed in. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ incident: string }> },
): Promise<Response> {
  const foreign = await refuseForeignExport(request);
  if (foreign) return foreign;
  const { incident } = await params;
  if (new URL(request.url).searchParams.get('format') !== 'md') {
    const context = await sessionContext();
    if (isRefusal(context)) return leadToSignIn(context);
    return streamResponse(exportIncident, context, { incident, format: 'ndjson' });
  }
  const found = await ask(getIncident, { incident });
  if (isRefusal(found)) return problem(found, await currentRequestId());
  const link = new URL(paths.incident(incident), publicUrls().dashboard).href;
  return new Response(incidentMarkdown(found.value, link), {
    headers: {
      'Content-Type': 'text/markdown; charset=utf-8',
      'Cache-Control': 'no-store',
      'Content-Disposition': 'attachment; filename="keyward-incident.md"',
    },
  });
}
