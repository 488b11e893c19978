import type { ShownChain } from '@/components/access/chain-links';
import type { CallersAnswer } from './callers';

export type CallerRow = CallersAnswer['items'][number] & { chain: ShownChain };

/** A caller with the whole chain, of which the answer has the operation and the scopes once. */
export function toCallerRow(
  caller: CallersAnswer['items'][number],
  { operation, groups }: Pick<CallersAnswer, 'operation' | 'groups'>,
): CallerRow {
  const { identity, group, membership } = caller;
  const scopes = groups.find(({ id }) => id === group.id)?.scopes ?? [];
  return { ...caller, chain: { operation, scopes, group, membership, identity } };
}
