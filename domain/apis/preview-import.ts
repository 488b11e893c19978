import { z } from 'zod';
import { defineQuery } from '@/domain/kernel/define';
import { reference } from '@/domain/kernel/input';
import { isRefusal } from '@/domain/kernel/refusal';
import { loadApiTarget } from './api-target';
import { importPlan, importPlanSchema, readDocument, toPlanView } from './import-plan';

/** What importing a document would change; changes nothing. */
export const previewImport = defineQuery({
  operation: 'apis.previewImport',
  summary: 'Preview the import of an OpenAPI document',
  http: {
    method: 'PUT',
    path: '/apis/{api}/openapi',
    rawBody: 'document',
    when: { dryRun: 'true' },
  },
  input: z.object({
    api: reference(),
    document: z.custom<Uint8Array>(
      (value) => value instanceof Uint8Array,
      'Send the document as bytes.',
    ),
  }),
  output: importPlanSchema,
  target: ({ db, input }) => loadApiTarget(db, input.api),
  async run({ db, input, target }) {
    const read = await readDocument(input.document);
    if (isRefusal(read)) return read;
    return toPlanView(await importPlan(db, target.id, read.document));
  },
});
