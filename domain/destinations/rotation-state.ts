export const ROTATION_STATES = [
  'planned',
  'minted',
  'delivered',
  'seen',
  'retired',
  'failed',
  'ended',
] as const;
export type RotationState = (typeof ROTATION_STATES)[number];

/** How a rotation stands, for people: a failed try shows until the next one works. */
export function shownState({
  state,
  seenAt,
  failure,
}: {
  readonly state: Exclude<RotationState, 'seen' | 'failed'>;
  readonly seenAt: Date | null;
  readonly failure: string | null;
}): RotationState {
  if (state === 'retired' || state === 'ended') return state;
  if (failure !== null) return 'failed';
  return seenAt === null ? state : 'seen';
}
