import { z } from 'zod';
import { toFormState } from '@/app/server/form-outcome';
import { answerPage } from '@/app/server/page-door';
import { act } from '@/app/server/run';
import type {
  ChangeDetails,
  ChangeKind,
  ChangeOutcome,
  Matching,
} from '@/components/revocation/change';
import { freezeApi } from '@/domain/apis/freeze-api';
import { unfreezeApi } from '@/domain/apis/unfreeze-api';
import { freezeGroup } from '@/domain/groups/freeze-group';
import { unfreezeGroup } from '@/domain/groups/unfreeze-group';
import { stopIdentity } from '@/domain/identities/stop-identity';
import { undoStop } from '@/domain/identities/undo-stop';
import { approveToken } from '@/domain/tokens/approve-token';
import { denyToken } from '@/domain/tokens/deny-token';
import { resumeToken } from '@/domain/tokens/resume-token';
import { revokeFamily } from '@/domain/tokens/revoke-family';
import { revokeMatching } from '@/domain/tokens/revoke-matching';
import { revokeToken } from '@/domain/tokens/revoke-token';
import { suspendToken } from '@/domain/tokens/suspend-token';
import { UNDO_SECONDS } from '@/domain/tokens/token-facts';
import { undoRevokeToken } from '@/domain/tokens/undo-revoke-token';

/** Naming 500 tokens that are to end, too, is the longest there is. */
const MAX_BODY_BYTES = 65_536;

const KINDS = [
  ...(['revoke', 'revokeFamily', 'undoRevoke', 'suspend', 'resume'] as const),
  ...(['approve', 'deny', 'stop', 'undoStop', 'revokeMatching'] as const),
  ...(['freezeGroup', 'unfreezeGroup', 'freezeApi', 'unfreezeApi'] as const),
] satisfies ChangeKind[];
/** A schema for every field that a page may send, and for no other. */
type FieldsOf<Sent> = Record<keyof Sent, z.ZodType>;
const matching = {
  createdBy: z.string().optional(),
  usedFrom: z.string().optional(),
  since: z.string().optional(),
  expect: z.number(),
  seenAt: z.string(),
} satisfies FieldsOf<Matching>;
const details = {
  reason: z.string().optional(),
  alsoRevoke: z.array(z.string()).optional(),
  until: z.string().optional(),
  suspend: z.boolean().optional(),
  matching: z.strictObject(matching).optional(),
} satisfies FieldsOf<ChangeDetails>;
const askedSchema = z.strictObject({
  kind: z.enum(KINDS),
  target: z.string(),
  ...details,
  idempotencyKey: z.string(),
});
type Asked = z.output<typeof askedSchema>;

const door = {
  schema: askedSchema,
  maxBytes: MAX_BODY_BYTES,
  onFault: 'Keyward failed, and it is not known whether this happened. Try again: it happens once.',
};

/**
 * Revokes, suspends, resumes, approves and denies tokens, takes a revocation back, stops all that
 * somebody holds, and freezes groups and APIs, for every page that can.
 */
export async function POST(request: Request): Promise<Response> {
  return answerPage(request, door, change);
}

async function change(asked: Asked): Promise<ChangeOutcome> {
  const { kind, target: token, reason, idempotencyKey } = asked;
  const noted = { token, reason };
  switch (kind) {
    case 'revoke':
      return toFormState(await act(revokeToken, noted, idempotencyKey), ({ token: view }, seq) => ({
        seq,
        undoSeconds: undoSecondsLeft(view.revokedAt),
        revokedAt: view.revokedAt ?? undefined,
        endedBelow: view.livingBelow,
      }));
    case 'revokeFamily':
      return toFormState(
        await act(revokeFamily, noted, idempotencyKey),
        ({ revoked, revokedAt }, seq) => ({
          ...{ seq, family: revoked, revokedAt, undoSeconds: undoSecondsLeft(revokedAt) },
        }),
      );
    case 'revokeMatching':
      return toFormState(
        await act(revokeMatching, { ...asked.matching, reason }, idempotencyKey),
        ({ revoked, revokedAt }, seq) => ({
          ...{ seq, family: revoked, undoSeconds: undoSecondsLeft(revokedAt) },
        }),
      );
    case 'suspend':
      return toFormState(await act(suspendToken, noted, idempotencyKey), seqOf);
    case 'approve':
      return toFormState(await act(approveToken, noted, idempotencyKey), seqOf);
    case 'deny':
      return toFormState(await act(denyToken, noted, idempotencyKey), seqOf);
    case 'resume':
      return toFormState(await act(resumeToken, { token }, idempotencyKey), seqOf);
    case 'undoRevoke':
      return toFormState(await act(undoRevokeToken, { token }, idempotencyKey), seqOf);
    case 'freezeGroup': {
      const input = { group: asked.target, reason, until: asked.until };
      return toFormState(await act(freezeGroup, input, idempotencyKey), seqOf);
    }
    case 'unfreezeGroup':
      return toFormState(
        await act(unfreezeGroup, { group: asked.target, reason }, idempotencyKey),
        seqOf,
      );
    case 'freezeApi': {
      const input = { api: asked.target, reason, until: asked.until };
      return toFormState(await act(freezeApi, input, idempotencyKey), seqOf);
    }
    case 'unfreezeApi':
      return toFormState(
        await act(unfreezeApi, { api: asked.target, reason }, idempotencyKey),
        seqOf,
      );
    case 'stop': {
      const { target: identity, alsoRevoke, suspend } = asked;
      const input = { identity, reason, alsoRevoke, suspend };
      return toFormState(await act(stopIdentity, input, idempotencyKey), (ended, seq) => ({
        seq,
        revokedTokens: ended.revokedTokens + ended.alsoRevokedTokens,
        endedSessions: ended.endedSessions,
        undoSeconds: UNDO_SECONDS,
      }));
    }
    case 'undoStop':
      return toFormState(await act(undoStop, { identity: asked.target }, idempotencyKey), seqOf);
  }
}

const seqOf = (_value: unknown, seq: number) => ({ seq });

/** Less than all of it where this answers a later try of a revocation that had happened. */
function undoSecondsLeft(revokedAt: string | null): number {
  const agoMs = revokedAt === null ? 0 : Date.now() - Date.parse(revokedAt);
  return Math.min(UNDO_SECONDS, Math.max(0, UNDO_SECONDS - agoMs / 1_000));
}
