/** Who may create tokens in a group, by the policy's value. */
export const MINT_WORDS = {
  leads: { label: 'Leads', hint: 'For themselves and the group’s service accounts.' },
  members: { label: 'Members', hint: 'Each for themselves; leads for its service accounts too.' },
  administrators: {
    label: 'Administrators only',
    hint: 'And whoever holds tokens.create through a scope.',
  },
} as const;

/** Who may give an agent less than they hold. */
export const DELEGATE_WORDS = {
  nobody: 'Nobody',
  leads: 'Leads',
  members: 'Members, of their own tokens',
} as const;
