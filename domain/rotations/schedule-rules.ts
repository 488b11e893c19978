import type { Actor } from '@/domain/base/actor';
import { type Refusal, refuse } from '@/domain/base/refusal';
import { tokenRules } from '@/domain/tokens/token-rules';
import type { TokenView } from '@/domain/tokens/token-view';

type Shown = Pick<TokenView, 'name' | 'status' | 'kind' | 'identity' | 'blockedBy' | 'depth'>;

/** What a token's state refuses to whoever may rotate it. */
export function refuseSchedule(actor: Actor, token: Shown): Refusal | null {
  if (token.kind === 'personal') {
    return refuse(
      'conflict',
      'personal_token',
      `${token.name} acts as a person: only the tokens of service accounts rotate on a schedule.`,
    );
  }
  return tokenRules.rotate(actor, token);
}
