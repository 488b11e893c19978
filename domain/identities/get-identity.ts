import { z } from 'zod';
import { reference } from '@/domain/base/input';
import { defineQuery } from '@/domain/commands/define';
import { loadIdentityTarget } from '@/domain/targets/find-identity';
import { identityViewSchema, readIdentityView } from './identity-view';

export const getIdentity = defineQuery({
  operation: 'identities.get',
  summary: 'Get a person or service account',
  http: { method: 'GET', path: '/identities/{identity}' },
  input: z.object({ identity: reference() }),
  output: identityViewSchema,
  target: ({ db, input }) => loadIdentityTarget(db, input.identity, false),
  run: ({ db, actor, target }) => readIdentityView(db, actor, target.id),
});
