import { formatDuration } from '@/components/format/format';
import type { GroupView } from '@/domain/groups/group-view';
import { DELEGATORS, MINTERS } from '@/domain/policy/effective';
import { DELEGATE_WORDS, MINT_WORDS } from './policy-words';

export type PolicyCeilings = GroupView['ceilings'];
type Policy = GroupView['policy'];

/** What the organisation says about one field of a group's policy; undefined where it says nothing. */
export type CeilingWords = { text: string; holdsInstead: boolean };

const DURATIONS = [
  'maxTtlSeconds',
  'idleLimitSeconds',
  'rotationPeriodSeconds',
  'rotationOverlapSeconds',
] as const;

/**
 * The organisation's ceiling in words, by field. `holdsInstead` is true where the group allows more:
 * its tokens are held to the ceiling all the same.
 */
export function ceilingWords(
  policy: Policy,
  ceilings: PolicyCeilings,
): Partial<Record<keyof PolicyCeilings, CeilingWords>> {
  const words: Partial<Record<keyof PolicyCeilings, CeilingWords>> = {};
  for (const field of DURATIONS) {
    const ceiling = ceilings[field];
    if (ceiling === null) continue;
    const own = policy[field] ?? Number.POSITIVE_INFINITY;
    words[field] = { text: `at most ${formatDuration(ceiling)}`, holdsInstead: own > ceiling };
  }
  const { whoMayMint, whoMayDelegate, allowedCidrs, approveServiceTokens } = ceilings;
  if (whoMayMint !== MINTERS.at(-1)) {
    const holdsInstead = MINTERS.indexOf(policy.whoMayMint) > MINTERS.indexOf(whoMayMint);
    words.whoMayMint = { text: `${lower(MINT_WORDS[whoMayMint].label)} at most`, holdsInstead };
  }
  if (whoMayDelegate !== DELEGATORS.at(-1)) {
    const own = policy.whoMayDelegate ?? 'members';
    const holdsInstead = DELEGATORS.indexOf(own) > DELEGATORS.indexOf(whoMayDelegate);
    const text = whoMayDelegate === 'nobody' ? 'nobody' : `${whoMayDelegate} at most`;
    words.whoMayDelegate = { text, holdsInstead };
  }
  if (allowedCidrs.length > 0) {
    const text = `only ${allowedCidrs.join(', ')}`;
    words.allowedCidrs = { text, holdsInstead: policy.allowedCidrs.length === 0 };
  }
  if (approveServiceTokens) {
    words.approveServiceTokens = {
      text: 'always',
      holdsInstead: !policy.approveServiceTokens,
    };
  }
  return words;
}

const lower = (label: string) => label.charAt(0).toLowerCase() + label.slice(1);

/** The word for who may delegate, where the group leaves it open too. */
export const delegatorWord = (who: Policy['whoMayDelegate'], controlsKeyward: boolean): string =>
  who === null
    ? `As usual: ${lower(DELEGATE_WORDS[controlsKeyward ? 'nobody' : 'members'])}`
    : DELEGATE_WORDS[who];
