/** What may need attention, worst first. */
export const ATTENTION_KINDS = [
  'tried_after_revoke',
  'rotated_in_use',
  'denied_spike',
  'policy_not_met',
  'awaiting',
  'over_powered',
  'powerful_unused',
  'expiring',
  'unused',
] as const;
export type AttentionKind = (typeof ATTENTION_KINDS)[number];

export const isAttentionKind = (text: string): text is AttentionKind =>
  (ATTENTION_KINDS as readonly string[]).includes(text);
