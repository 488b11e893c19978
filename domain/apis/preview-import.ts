import { isRefusal } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { loadApiTarget } from '@/domain/targets/api-target';
import { importInput } from './import-input';
import { planImport, readImported, refuseImport } from './import-plan';
import { importPlanSchema, toPlanView } from './import-plan-view';

/** What importing a document would change, or why it would be refused; changes nothing. */
export const previewImport = defineQuery({
  operation: 'apis.previewImport',
  summary: 'Preview the import of an OpenAPI document',
  http: {
    method: 'PUT',
    path: '/apis/{api}/openapi',
    rawBody: 'document',
    when: { dryRun: 'true' },
  },
  input: importInput,
  output: importPlanSchema,
  target: ({ db, input }) => loadApiTarget(db, input.api),
  async run({ db, actor, input, target }) {
    const read = refuseImport(actor, target, input) ?? (await readImported(input.document));
    if (isRefusal(read)) return read;
    const plan = await planImport(db, actor, target, input, read);
    return isRefusal(plan) ? plan : toPlanView(plan);
  },
});
