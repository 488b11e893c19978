import { problem } from '@/app/server/problem';
import { leadToSignIn, sessionContext } from '@/app/server/session';
import { streamResponse } from '@/app/server/stream-response';
import { currentRequestId } from '@/app/server/told';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { exportReview } from '@/domain/reviews/export-review';

const crossSite = refuse('forbidden', 'cross_site', 'Export it from Keyward’s own pages.');

/** The evidence of a review as a file, for whoever is signed in; the log keeps that they took it away. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ review: string }> },
): Promise<Response> {
  // It leaves an event: no other site makes somebody take evidence away. A typed address is no site.
  if (request.headers.get('sec-fetch-site') === 'cross-site') {
    return problem(crossSite, await currentRequestId());
  }
  const context = await sessionContext();
  if (isRefusal(context)) return leadToSignIn(context);
  const { review } = await params;
  const format = new URL(request.url).searchParams.get('format') ?? 'csv';
  return streamResponse(exportReview, context, { review, format });
}
