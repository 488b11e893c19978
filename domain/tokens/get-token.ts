import { z } from 'zod';
import { defineQuery } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { readTokenView, tokenViewSchema } from './token-view';

export const getToken = defineQuery({
  operation: 'tokens.get',
  summary: 'Get a token',
  http: { method: 'GET', path: '/tokens/{token}' },
  input: z.object({ token: z.string().max(100) }),
  output: tokenViewSchema,
  target: ({ db, input }) => loadTokenTarget(db, input.token, false),
  run: ({ db, target }) => readTokenView(db, target.id),
});
