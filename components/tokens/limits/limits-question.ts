import { question } from '@/components/asking/question';
import type { Uses } from '@/domain/access/uses';
import type { GrantedScope } from '@/domain/authority/granted-scopes';
import type { GroupView } from '@/domain/groups/group-view';

/** What a token's limits are chosen from: what its group owns and allows, and what of it was used. */
export type LimitsChoice = {
  scopes: GrantedScope[];
  policy: Pick<GroupView['policy'], 'maxTtlSeconds' | 'allowedCidrs'>;
  /** Null where the reader may not see what was called. */
  uses: Uses | null;
};

export const limitsQuestion = question<{ token: string; group: string }, LimitsChoice>('limits');
