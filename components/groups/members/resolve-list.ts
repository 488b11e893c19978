import type { ActionOutcome } from '@/components/ui/form-state';
import { MAX_MEMBER_EDITS } from '@/domain/groups/group-facts';
import type { AddMembersActions } from './add-members-dialog';
import type { MatchedIdentity, Terms } from './member-edits';
import { type ListedMember, type ListProblem, parseMemberList } from './parse-member-list';

export type Resolved = {
  joins: { who: MatchedIdentity; terms: Terms }[];
  /** How many of them change something: who is a member already need not be saved again. */
  stagedCount: number;
  /** What could not be staged, as a list to correct. */
  leftOver: string;
  problems: ListProblem[];
  refusal: Extract<ActionOutcome, { status: 'refused' }> | null;
};

/** Finds who is meant by the chosen ids and the pasted list; what names nobody becomes a problem. */
export async function resolveList(
  wanted: { chosen: readonly string[]; list: string; terms: Terms },
  match: AddMembersActions['match'],
): Promise<Resolved> {
  const { members, problems, isTable } = parseMemberList(wanted.list);
  const entries: ListedMember[] = [
    ...wanted.chosen.map((reference) => ({ line: 0, reference, role: null, expiresAt: null })),
    ...members,
  ].slice(0, MAX_MEMBER_EDITS);
  const outcome = await match(entries.map((entry) => entry.reference));
  if (outcome.status === 'refused') {
    return { joins: [], stagedCount: 0, leftOver: wanted.list, problems: [], refusal: outcome };
  }
  const joins: Resolved['joins'] = [];
  for (const [index, entry] of entries.entries()) {
    const who = outcome.result.matches[index];
    if (!who) {
      const message = 'There is nobody by this email or slug.';
      problems.push({ line: entry.line, text: entry.reference, message });
      continue;
    }
    const terms = termsFor(who, entry, wanted.terms);
    const message = refusalOf(who, terms);
    if (message) problems.push({ line: entry.line, text: entry.reference, message });
    else joins.push({ who, terms });
  }
  problems.sort((a, b) => a.line - b.line);
  const lines = problems.map((problem) => problem.text);
  return {
    joins,
    stagedCount: joins.filter(({ who, terms }) => !isSaved(who, terms)).length,
    // Without its header a table's wrong line would read as a list of names.
    leftOver: (isTable && lines.length > 0 ? ['email,role,until', ...lines] : lines).join('\n'),
    problems,
    refusal: null,
  };
}

/** Who is a member already keeps role and end date, but for what their own line says. */
function termsFor(who: MatchedIdentity, entry: ListedMember, forAll: Terms): Terms {
  const { role, expiresAt } = who.membership ?? {
    // A role for all is meant for people; a service account can only be a member.
    role: who.type === 'service' ? 'member' : forAll.role,
    expiresAt: forAll.expiresAt,
  };
  return { role: entry.role ?? role, expiresAt: entry.expiresAt ?? expiresAt };
}

function refusalOf(who: MatchedIdentity, terms: Terms): string | null {
  const { membership } = who;
  if (membership?.managedBy && !isSaved(who, terms)) {
    return `${membership.managedBy} gives this membership: change it there.`;
  }
  if (who.type === 'service' && terms.role === 'lead') {
    return 'A service account can’t lead a group.';
  }
  const hasPassed = terms.expiresAt !== null && Date.parse(terms.expiresAt) <= Date.now();
  return hasPassed ? 'The end date has passed.' : null;
}

const isSaved = ({ membership }: MatchedIdentity, terms: Terms): boolean =>
  membership?.role === terms.role && membership.expiresAt === terms.expiresAt;
