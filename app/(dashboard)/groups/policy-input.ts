import { linesOf, optionalNumberOf, textOf } from '@/app/server/form-outcome';

/** The controls of `PolicyFields` as the commands take them; what is wrong is theirs to say. */
export function policyInput(form: FormData) {
  return {
    maxTtlSeconds: optionalNumberOf(form, 'policy.maxTtlSeconds'),
    defaultTtlSeconds: optionalNumberOf(form, 'policy.defaultTtlSeconds'),
    idleLimitSeconds: optionalNumberOf(form, 'policy.idleLimitSeconds') ?? null,
    allowedCidrs: linesOf(form, 'policy.allowedCidrs'),
    whoMayMint: textOf(form, 'policy.whoMayMint'),
  };
}
