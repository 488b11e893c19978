import type { EventView } from '@/domain/audit/event-view';
import type { DecisionView } from '@/domain/decisions/decision-view';
import { shortCodeWords } from '../code-words';

/** One row of the timeline: an answer of a verifier, or a change through the control plane. */
export type TimelineEntry =
  | { readonly kind: 'decision'; readonly decision: DecisionView }
  | {
      readonly kind: 'change';
      readonly event: EventView;
      /** What was asked for, in words: "Revoke a token"; the action itself where it has none. */
      readonly words: string;
      /** The token that it was made through. */
      readonly through?: { readonly name: string; readonly last4: string } | undefined;
    };

export const idOf = (entry: TimelineEntry): string =>
  entry.kind === 'decision' ? entry.decision.id : entry.event.id;

/** RFC 3339 with microseconds. */
export const timeOf = (entry: TimelineEntry): string =>
  entry.kind === 'decision' ? entry.decision.at : entry.event.at;

export type Verdict = { readonly tone: 'allowed' | 'denied' | 'change'; readonly words: string };

/** What came of it, in words: "Denied: token revoked", "Create a group", "Refused: Create a group". */
export function verdictOf(entry: TimelineEntry): Verdict {
  if (entry.kind === 'change') {
    return entry.event.outcome === 'done'
      ? { tone: 'change', words: entry.words }
      : { tone: 'denied', words: `Refused: ${entry.words}` };
  }
  const { outcome, code } = entry.decision;
  return outcome === 'allowed'
    ? { tone: 'allowed', words: 'Allowed' }
    : { tone: 'denied', words: `Denied: ${shortCodeWords(code)}` };
}

/** What it was about: the request as it came, or the name of what was changed. */
export function subjectOf(entry: TimelineEntry): string {
  if (entry.kind === 'change') {
    const { name, id, type } = entry.event.target;
    return name ?? id ?? (type === 'system' ? 'Keyward' : type);
  }
  const { method, path, operation, api, code } = entry.decision;
  if (method && path) return `${method} ${path}`;
  return operation ?? api ?? shortCodeWords(code);
}

/** Who did it, or whom the token acts for. */
export const whoOf = (entry: TimelineEntry): string | null =>
  entry.kind === 'change' ? entry.event.actor.name : (entry.decision.identity?.name ?? null);

/** What it was done with: a token's name, or how the person came in. */
export const throughOf = (entry: TimelineEntry): string | null =>
  entry.kind === 'change'
    ? (nameOf(entry.through) ?? entry.event.via.type)
    : nameOf(entry.decision.token);

const nameOf = (
  token: { id?: string; name: string | null; last4?: string | null } | null | undefined,
): string | null =>
  token
    ? [token.name ?? token.id, token.last4 && `••${token.last4}`].filter(Boolean).join(' ')
    : null;

export const groupOf = (entry: TimelineEntry): string | null => {
  const { group } = entry.kind === 'change' ? entry.event : entry.decision;
  return group && (group.slug ?? group.id);
};

export const addressOf = (entry: TimelineEntry): string | null =>
  entry.kind === 'change' ? entry.event.request.ip : entry.decision.ip;

/** The second line of a row on phones: "POST /invoices · deploy-bot", "Billing · by Ada". */
export function secondLineOf(entry: TimelineEntry): string {
  const who = entry.kind === 'change' ? whoOf(entry) : (throughOf(entry) ?? whoOf(entry));
  const parts = entry.kind === 'change' ? [who, subjectOf(entry)] : [subjectOf(entry), who];
  return parts.filter(Boolean).join(' · ');
}
