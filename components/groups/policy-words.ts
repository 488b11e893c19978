/** Who may create tokens in a group, by the policy's value. */
export const MINT_WORDS = {
  leads: { label: 'Leads', hint: 'For any member of the group.' },
  members: { label: 'Members', hint: 'Each for themselves; leads for anyone.' },
  administrators: {
    label: 'Administrators only',
    hint: 'And whoever holds tokens.create through a scope.',
  },
} as const;
