/** What a token's addresses may be, and what none of them means. */
export function addressHint(ofGroup: readonly string[] = []): string {
  const base = 'Addresses or CIDRs, one a line. Empty: from anywhere';
  return ofGroup.length === 0 ? `${base}.` : `${base} the group allows: ${ofGroup.join(', ')}.`;
}
