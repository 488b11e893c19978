import { z } from 'zod';
import { isRefusal, notFound } from '@/domain/base/refusal';
import { defineQuery } from '@/domain/commands/define';
import { loadTokenTarget } from '@/domain/targets/token-target';
import { readTokenView, tokenViewSchema } from './token-view';

/** The token the caller holds: open to every living token. */
export const getOwnToken = defineQuery({
  operation: 'tokens.getSelf',
  summary: 'Get the token this request is made with',
  http: { method: 'GET', path: '/tokens/self' },
  input: z.object({}),
  isOpen: true,
  output: tokenViewSchema,
  async target({ db, actor }) {
    if (actor.kind !== 'bearer') return notFound('token');
    const target = await loadTokenTarget(db, actor.via.id, false);
    return isRefusal(target) ? target : { ...target, type: 'system' as const, tokenId: target.id };
  },
  run: ({ db, target }) => readTokenView(db, target.tokenId),
});
