import { writtenCount, writtenMinute, writtenTime } from '@/domain/base/written';
import type { Anomaly } from './anomaly-facts';

interface Said {
  readonly title: string;
  readonly text: string;
}

const STOPPED: Record<Extract<Anomaly, { kind: 'stopped_use' }>['code'], string> = {
  token_revoked: 'after it was revoked',
  membership_ended: 'after the membership it belongs to had ended',
  token_retired: 'after it was rotated out',
};

/**
 * An anomaly as a person reads it, and what to do about it.
 * @param group where a token acts; null of a group itself
 */
export function sayAnomaly(name: string, anomaly: Anomaly, group: string | null): Said {
  const what = group === null ? `Group ${name}` : `Token ${name}`;
  const where = group === null ? '' : ` It acts in ${group}.`;
  switch (anomaly.kind) {
    case 'new_network':
      return {
        title: `${what} is used from a new network`,
        text: `It was allowed from ${anomaly.network} on ${writtenMinute(anomaly.at)}, where it was never seen; so far it came from ${anomaly.known === 1 ? 'one network' : writtenCount(anomaly.known, 'network')}.${where} If nobody has moved what uses it, revoke it.`,
      };
    case 'denied_spike':
      return {
        title: `${what} is denied far more often than usual`,
        text: `It was denied ${writtenCount(anomaly.denied, 'time')} on ${writtenTime(anomaly.day, 'date', 'UTC')} (UTC); in the week before it was ${writtenCount(anomaly.usual, 'time')} a day.${where} Something that uses it is broken, or somebody tries what it opens.`,
      };
    case 'stopped_use':
      return {
        title: `${what} is used though it was stopped`,
        text: `It was denied${anomaly.ip ? ` from ${anomaly.ip}` : ''} on ${writtenMinute(anomaly.at)}, ${STOPPED[anomaly.code]}.${where} Whoever sends it was forgotten, or holds a copy.`,
      };
    case 'spread':
      return {
        title: `${what} is used from ${writtenCount(anomaly.count, 'network')} at once`,
        text: `That was within ${anomaly.minutes === 1 ? 'a minute' : writtenCount(anomaly.minutes, 'minute')}, among them ${anomaly.networks.join(', ')}.${where} One holder is not in so many places: revoke it unless it is meant to be shared.`,
      };
  }
}

/** The query that finds the decisions which show it, in the language of the logs. */
export function evidenceQuery(subject: { type: string; id: string }, anomaly: Anomaly): string {
  const of = `kind:decision ${subject.type}:${subject.id}`;
  switch (anomaly.kind) {
    case 'new_network':
      return `${of} ip:${anomaly.network}`;
    case 'spread':
      return `${of} outcome:allowed`;
    case 'denied_spike':
      return `${of} outcome:denied`;
    case 'stopped_use':
      return `${of} code:${anomaly.code}`;
  }
}
