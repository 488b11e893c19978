import { z } from 'zod';
import { toFormState } from '@/app/server/form-outcome';
import { readBody } from '@/app/server/read-body';
import { act } from '@/app/server/run';
import { isSameOrigin } from '@/app/server/same-origin';
import { currentActor } from '@/app/server/session';
import type { ChangeKind, ChangeOutcome } from '@/components/revocation/change-token';
import { isRefusal, refuse } from '@/domain/base/refusal';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeToken, UNDO_SECONDS } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import type { TokenView } from '@/domain/tokens/token-view';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';

const MAX_BODY_BYTES = 16_384;

const askedSchema = z.strictObject({
  kind: z.enum(['revoke', 'undoRevoke', 'suspend', 'resume'] satisfies ChangeKind[]),
  token: z.string(),
  reason: z.string().optional(),
  idempotencyKey: z.string(),
});
type Asked = z.output<typeof askedSchema>;

/**
 * Revokes, suspends, resumes or takes a revocation back, for every page that can. A route rather
 * than an action, so that a try whose answer was lost does not hold up the next one.
 */
export async function POST(request: Request): Promise<Response> {
  try {
    return await handle(request);
  } catch (error) {
    console.error('changing a token failed', error);
    const message =
      'Keyward failed, and it is not known whether this happened. Try again: it happens once.';
    return respond({ status: 'refused', code: 'fault', message }, 500);
  }
}

async function handle(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) {
    const crossSite = refuse('forbidden', 'cross_site', 'Send this from Keyward’s own pages.');
    return respond(toFormState(crossSite), 403);
  }
  // Of strangers nothing is read.
  const actor = await currentActor();
  if (isRefusal(actor)) return respond(toFormState(actor), 401);
  const body = await readBody(request, MAX_BODY_BYTES);
  if (isRefusal(body)) return respond(toFormState(body), 413);
  const asked = askedSchema.safeParse(parseJson(body));
  if (asked.success) return respond(await change(asked.data));
  return respond(toFormState(refuse('invalid', 'invalid_input', 'This changes no token.')), 400);
}

async function change({ kind, token, reason, idempotencyKey }: Asked): Promise<ChangeOutcome> {
  const noted = { token, reason };
  switch (kind) {
    case 'revoke':
      return toFormState(await act(revokeToken, noted, idempotencyKey), ({ token: view }, seq) => ({
        seq,
        undoSeconds: undoSecondsLeft(view),
      }));
    case 'suspend':
      return toFormState(await act(suspendToken, noted, idempotencyKey), seqOf);
    case 'resume':
      return toFormState(await act(resumeToken, { token }, idempotencyKey), seqOf);
    case 'undoRevoke':
      return toFormState(await act(undoRevokeToken, { token }, idempotencyKey), seqOf);
  }
}

const seqOf = (_value: unknown, seq: number) => ({ seq });

/** Less than all of it where this answers a later try of a revocation that had happened. */
function undoSecondsLeft({ revokedAt }: TokenView): number {
  const agoMs = revokedAt === null ? 0 : Date.now() - Date.parse(revokedAt);
  return Math.min(UNDO_SECONDS, Math.max(0, UNDO_SECONDS - agoMs / 1_000));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(body));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

// A refusal is the page's answer, not a failed request: browsers write those to the console.
const respond = (answer: ChangeOutcome, status = 200) =>
  Response.json(answer, { status, headers: { 'Cache-Control': 'no-store' } });
