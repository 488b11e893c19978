import { z } from 'zod';
import { DECISION_CODES, scopesWithin } from '@/domain/decision/decide';
import type { GroupSnapshot, SubjectSnapshot, TokenSnapshot } from '@/domain/decision/snapshot';
import { TOKEN_STATUSES, type TokenView } from '@/domain/tokens/token-view';
import { type Grant, grantSchema } from './granting';
import { linkWords } from './link-words';
import { type Asked, closedLinks, LINKS } from './links';
import { type ExplainedMembership, membershipSchema } from './source';

/** Operation ← scope ← group ← membership ← who granted it: one way in which it may be called, or may not. */
export const chainSchema = z.object({
  allowed: z.boolean(),
  /** What a decision would say. */
  code: z.enum(DECISION_CODES),
  group: z.object({
    id: z.string(),
    slug: z.string(),
    name: z.string(),
    state: z.enum(['active', 'frozen']),
  }),
  /** Those of the group's scopes that hold the operation. */
  scopes: z.array(
    grantSchema.extend({
      /** False where the token, or one it was made from, is cut down past it. */
      inToken: z.boolean(),
    }),
  ),
  /** Null where the identity is not in the group (any more), and where a group is asked for. */
  membership: membershipSchema.nullable(),
  identity: z
    .object({
      id: z.string(),
      type: z.enum(['person', 'service']),
      name: z.string(),
      state: z.enum(['active', 'suspended']),
    })
    .nullable(),
  token: z
    .object({
      id: z.string(),
      name: z.string(),
      last4: z.string(),
      status: z.enum(TOKEN_STATUSES),
      expiresAt: z.string(),
      createdBy: z.string(),
      createdAt: z.string(),
    })
    .nullable(),
  /** Lists of which each must hold the caller's address, and whose they are. */
  addresses: z.array(z.object({ of: z.string(), cidrs: z.array(z.string()) })),
  /** What is missing or closed, first what a decision would name. */
  closed: z.array(
    z.object({
      link: z.enum(LINKS),
      code: z.enum(DECISION_CODES),
      message: z.string(),
      /** Since when, where that is known. */
      at: z.string().nullable(),
    }),
  ),
});
export type Chain = z.output<typeof chainSchema>;

export interface ChainParts {
  readonly group: Chain['group'];
  readonly snapshot: GroupSnapshot;
  readonly grants: readonly Grant[];
  readonly subject: SubjectSnapshot | null;
  readonly membership: ExplainedMembership | null;
  readonly token: { readonly snapshot: TokenSnapshot['token']; readonly view: TokenView } | null;
  readonly addresses: Chain['addresses'];
}

/** Fits what was loaded together, and says what of it is closed now. */
export function toChain(
  parts: ChainParts,
  asked: Pick<Asked, 'api' | 'isApiFrozen' | 'operation' | 'ip'>,
  nowMs: number,
): Chain {
  const { group, snapshot, grants, subject, membership, addresses } = parts;
  const token = parts.token?.snapshot ?? null;
  const view = parts.token?.view ?? null;
  const closed = closedLinks({ ...asked, token, subject, group: snapshot }, nowMs);
  const granting = snapshot.grants.get(asked.api)?.get(asked.operation) ?? [];
  const within = new Set((token ? scopesWithin(token, granting) : granting).map(({ id }) => id));
  const identity = subject?.identity ?? null;
  const told = {
    group,
    identity,
    membership,
    addresses,
    ip: asked.ip ?? null,
    token: view,
    api: asked.api,
  };
  return {
    allowed: closed.length === 0,
    code: closed[0]?.code ?? 'allowed',
    group,
    scopes: grants.map((grant) => ({ ...grant, inToken: within.has(grant.id) })),
    membership,
    identity: identity && {
      id: identity.id,
      type: identity.type,
      name: identity.name,
      state: identity.state,
    },
    token: view && {
      id: view.id,
      name: view.name,
      last4: view.last4,
      status: view.status,
      expiresAt: view.expiresAt,
      createdBy: view.createdBy,
      createdAt: view.createdAt,
    },
    addresses,
    closed: closed.map((one) => ({
      ...one,
      ...linkWords(one, { ...told, operation: { name: asked.operation } }),
    })),
  };
}
