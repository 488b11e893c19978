import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { readDocument } from '@/app/server/read-document';
import { isSameOrigin } from '@/app/server/same-origin';
import { sessionContext } from '@/app/server/session';
import { currentRequestId } from '@/app/server/told';
import type { ImportPlan } from '@/components/apis/import/import-plan';
import { importDocument } from '@/domain/apis/import-document';
import { previewImport } from '@/domain/apis/preview-import';
import { isRefusal, type RefusalKind, refuse } from '@/domain/base/refusal';
import { runCommand } from '@/domain/commands/run';
import { runQuery } from '@/domain/commands/run-query';

// What is wrong with the document is the form's answer, not a failed request: browsers write those
// to the console.
const STATUS: Record<RefusalKind, number> = {
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 200,
  too_large: 413,
  invalid: 200,
  throttled: 429,
};

type Answer = ActionOutcome<ImportPlan>;

/**
 * Takes a document as the whole body, or in a form with choices: a route rather than an action,
 * because only XMLHttpRequest reports upload progress. Previews it; with `?apply=true` applies it.
 */
export async function POST(request: Request, props: { params: Promise<{ api: string }> }) {
  try {
    const result = await handle(request, (await props.params).api);
    const answer: Answer = await toFormState(result);
    return respond(answer, result.ok ? 200 : STATUS[result.kind]);
  } catch (error) {
    const requestId = await currentRequestId();
    console.error(`${requestId} importing a document failed`, error);
    const message =
      'The server failed, and it is not known whether the document was applied. Preview it again.';
    return respond({ status: 'refused', code: 'fault', message, requestId }, 500);
  }
}

async function handle(request: Request, api: string) {
  if (!isSameOrigin(request.headers)) {
    return refuse('forbidden', 'cross_site', 'This must be sent from Keyward’s own pages.');
  }
  const context = await sessionContext();
  if (isRefusal(context)) return context;
  const sent = await readDocument(request);
  if (isRefusal(sent)) return sent;
  const apply = new URL(request.url).searchParams.get('apply') === 'true';
  return apply
    ? await runCommand(importDocument, context, { api, ...sent })
    : await runQuery(previewImport, context, { api, ...sent });
}

const respond = (answer: Answer, status: number) =>
  Response.json(answer, { status, headers: { 'Cache-Control': 'no-store' } });
