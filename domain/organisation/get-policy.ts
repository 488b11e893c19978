import { z } from 'zod';
import { everything } from '@/domain/base/target';
import { defineQuery } from '@/domain/commands/define';
import { readCeilings } from '@/domain/policy/read-ceilings';
import { ceilingsSchema } from './ceilings';

export const getOrganisationPolicy = defineQuery({
  operation: 'organisation.getPolicy',
  summary: 'Get the ceilings over all groups’ policies',
  http: { method: 'GET', path: '/organisation/policy' },
  input: z.object({}),
  output: ceilingsSchema,
  target: () => everything('system'),
  run: ({ db }) => readCeilings(db),
});
