import { question } from '@/components/asking/question';
import type { TokenRow } from '@/components/tokens/token-row';
import type { AttentionKind } from '@/domain/overview/attention-kinds';

/** All tokens that need attention of one kind, as far as something can be done to them at once. */
export const attentionQuestion = question<
  { kind: AttentionKind },
  { total: number; rows: TokenRow[] }
>('attention', { withinMs: 20_000 });
