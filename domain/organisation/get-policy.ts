import { z } from 'zod';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readOrganisationPolicy } from '@/domain/policy/read-ceilings';
import { organisationPolicySchema } from './ceilings';

export const getOrganisationPolicy = defineQuery({
  operation: 'organisation.getPolicy',
  summary: 'Get the organisation’s policy',
  http: { method: 'GET', path: '/organisation/policy' },
  input: z.object({}),
  output: organisationPolicySchema,
  target: () => everything('system'),
  run: ({ db }) => readOrganisationPolicy(db),
});
