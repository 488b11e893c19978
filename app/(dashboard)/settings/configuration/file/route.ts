import { z } from 'zod';
import { type ActionOutcome, toFormState } from '@/app/server/form-outcome';
import { answerPage } from '@/app/server/page-door';
import { act } from '@/app/server/run';
import { sessionContext } from '@/app/server/session';
import { isRefusal } from '@/domain/base/refusal';
import { runQuery } from '@/domain/commands/run-query';
import { applyConfiguration } from '@/domain/configuration/apply-configuration';
import { exportConfiguration } from '@/domain/configuration/export-configuration';
import { planConfiguration } from '@/domain/configuration/plan-configuration';
import { MAX_DOCUMENT_BYTES } from '@/domain/openapi/document-facts';
import { documentsOf } from './name-documents';

const sent = {
  file: z.string(),
  /** OpenAPI documents as they were chosen, by their names without a folder. */
  documents: z.record(z.string(), z.string()),
  prune: z.boolean(),
};
const askedSchema = z.discriminatedUnion('do', [
  z.strictObject({ do: z.literal('export') }),
  z.strictObject({ do: z.literal('plan'), ...sent }),
  z.strictObject({
    ...{ do: z.literal('apply'), ...sent, expect: z.string(), reason: z.string() },
    idempotencyKey: z.string(),
  }),
]);

const door = {
  schema: askedSchema,
  maxBytes: MAX_DOCUMENT_BYTES,
  onFault:
    'Keyward failed, and it is not known whether the file was applied. Compare it again: that says what is still to be changed.',
};

/** A route and no action: a file comes with documents larger than an action may be. */
export async function POST(request: Request): Promise<Response> {
  return answerPage(request, door, answer);
}

async function answer(asked: z.output<typeof askedSchema>): Promise<ActionOutcome<unknown>> {
  const context = await sessionContext();
  if (isRefusal(context)) return toFormState(context);
  if (asked.do === 'export') return toFormState(await runQuery(exportConfiguration, context, {}));
  if (asked.do === 'plan') {
    const { do: _do, ...rest } = asked;
    const documents = documentsOf(context.actor, planConfiguration, rest);
    return toFormState(await runQuery(planConfiguration, context, { ...rest, documents }));
  }
  const { do: _do, idempotencyKey, reason, ...rest } = asked;
  const documents = documentsOf(context.actor, applyConfiguration, rest);
  const input = { ...rest, documents, ...(reason && { reason }) };
  return toFormState(await act(applyConfiguration, input, idempotencyKey));
}
