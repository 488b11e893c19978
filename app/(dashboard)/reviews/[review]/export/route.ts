import { refuseForeignExport } from '@/app/server/export-door';
import { leadToSignIn, sessionContext } from '@/app/server/session';
import { streamResponse } from '@/app/server/stream-response';
import { isRefusal } from '@/domain/base/refusal';
import { exportReview } from '@/domain/reviews/export-review';

/** The evidence of a review as a file, for whoever is signed in; the log keeps that they took it away. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ review: string }> },
): Promise<Response> {
  const foreign = await refuseForeignExport(request);
  if (foreign) return foreign;
  const context = await sessionContext();
  if (isRefusal(context)) return leadToSignIn(context);
  const { review } = await params;
  const format = new URL(request.url).searchParams.get('format') ?? 'csv';
  return streamResponse(exportReview, context, { review, format });
}
