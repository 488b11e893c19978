import { z } from 'zod';
import { systemActor } from '@/domain/base/actor';
import { newId } from '@/domain/base/ids';
import { OPERATION_NAMES, type OperationName } from '@/domain/base/operation-names';
import { isRefusal, type Refusal } from '@/domain/base/refusal';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { asPrepared, prepareSteps, withPrepared } from '@/domain/commands/prepare-steps';
import { rehearse } from '@/domain/commands/steps';
import { MAX_DOCUMENT_BYTES } from '@/domain/openapi/document-facts';
import { compareEffects, effectsNow } from './consequences';
import { fileInput, planChanges, prepareFile, stepsOf, toPlanView } from './plan';
import { askedPlanSchema } from './plan-view';

/** What a rehearsal seals it takes back as well. */
const NO_SECRET = 'nothing of a rehearsal is kept, nor what it seals';

/**
 * What applying a file would change, and what becomes of tokens then: the changes are made, looked at
 * and taken back. Changes nothing, and asks for no more right than to read.
 */
export const planConfiguration = defineQuery({
  operation: 'configuration.plan',
  summary: 'Plan what applying a configuration file would change',
  http: { method: 'POST', path: '/configuration/plan', maxBytes: MAX_DOCUMENT_BYTES },
  input: z.object(fileInput),
  output: askedPlanSchema,
  target: () => everything('system'),
  async run({ db, actor, input, serverSecret = NO_SECRET, webhookPrivateHosts }) {
    const prepared = await prepareFile(input);
    if (isRefusal(prepared)) return prepared;
    const { read } = prepared;
    const planned = await planChanges({ db, actor }, prepared, input.prune);
    if (isRefusal(planned)) return planned;
    const steps = stepsOf(planned, read, undefined);
    const asked = { request: { id: newId('request'), ip: null, userAgent: null }, serverSecret };
    const ready = await prepareSteps({ db, actor, webhookPrivateHosts }, steps);
    if (isRefusal(ready)) return { ...toPlanView(planned, read, null), refused: told(ready, true) };
    const before = await effectsNow(db);
    const anybody = {
      actor: systemActor('plan', [...OPERATION_NAMES] as OperationName[]),
      ...asked,
    };
    const after = await rehearse(db, anybody, asPrepared(steps), effectsNow);
    if (isRefusal(after)) {
      return { ...toPlanView(planned, read, null), refused: told(after, true) };
    }
    const mine = withPrepared(steps, ready);
    const own = await rehearse(db, { actor, ...asked }, mine, async () => null);
    return {
      ...toPlanView(planned, read, compareEffects(before, after)),
      refused: isRefusal(own) ? told(own, false) : null,
    };
  },
});

const told = ({ code, message, errors }: Refusal, toAnybody: boolean) => ({
  ...{ code, message, toAnybody },
  errors: [...errors],
});
