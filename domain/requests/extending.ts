// Pure: pages tell by it who may ask for longer.

/** How long before the end of access a later one can be asked for. */
export const EXTENDABLE_DAYS = 7;

/** Whether a membership ends so soon that its end can be asked to be put off: one given by hand. */
export function isExtendable(
  membership: { readonly source: string; readonly expiresAt: string | null },
  nowMs: number,
): boolean {
  const { source, expiresAt } = membership;
  if (source !== 'manual' || expiresAt === null) return false;
  const leftMs = Date.parse(expiresAt) - nowMs;
  return leftMs > 0 && leftMs <= EXTENDABLE_DAYS * 86_400_000;
}

/** What keeps somebody from asking for a group; null where nothing does. */
export function hindranceTo(offer: {
  readonly isMember: boolean;
  readonly endsAt: string | null;
  readonly managedBy: readonly string[];
}): 'already_member' | 'managed_membership' | null {
  // What was given by hand can be prolonged, whoever says who else is in the group.
  if (offer.endsAt !== null) return null;
  if (offer.isMember) return 'already_member';
  return offer.managedBy.length > 0 ? 'managed_membership' : null;
}
