type Membership = { slug: string; name: string; role: 'member' | 'lead' };

// Strongest first: one line has to say what this person is here.
const builtIns = ['administrators', 'incident-responders', 'auditors'];

/** One line below a person's name: their built-in group, else the groups they lead or are in. */
export function roleSummary(groups: readonly Membership[]): string {
  for (const slug of builtIns) {
    const group = groups.find((each) => each.slug === slug);
    if (group) return group.name;
  }
  const led = groups.filter((group) => group.role === 'lead');
  const [first, ...others] = led.length > 0 ? led : groups;
  if (!first) return 'In no group';
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  return `${first.role === 'lead' ? 'Lead' : 'Member'} of ${first.name}${more}`;
}
