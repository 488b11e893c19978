import { formatCount } from '@/components/format/format';
import type { Status } from '@/components/ui/status-badge';
import type { Gain } from '@/domain/authority/privileged-rights';
import type { RequestView } from '@/domain/requests/request-view';

export const REQUEST_STATUS: Readonly<Record<RequestView['state'], Status>> = {
  open: 'pending',
  approved: 'approved',
  denied: 'denied',
  withdrawn: 'withdrawn',
  expired: 'expired',
};

/** Whose answer an open request waits for. */
export function deciderWords({ kind, group }: Pick<RequestView, 'kind' | 'group'>): string {
  if (kind === 'change') return 'Another administrator';
  return group?.controlsKeyward
    ? 'An administrator: the group controls Keyward'
    : 'A lead of the group, or an administrator';
}

/** What approving gives, in a line. */
export function givenWords(request: RequestView): string {
  const { kind, gainCount, gains, extendsFrom, extended, requester } = request;
  if (extended === 'removed') return `Gives nothing: ${requester.name} was taken out of the group`;
  if (extendsFrom !== null && extended !== 'ended')
    return `Keeps ${formatCount(gainCount, 'operation')} open`;
  if (kind === 'access') {
    return gainCount === 0
      ? 'Opens nothing that they can’t open already'
      : `Opens ${formatCount(gainCount, 'more operation')}`;
  }
  return gains.length === 1 && gains[0]
    ? gainWords(gains[0])
    : `Gives ${formatCount(gains.length, 'right')} over Keyward`;
}

/** What approving access does to whoever asked for it. */
export function joinWords({ requester, group, extendsFrom, extended }: RequestView): string {
  const name = group?.name ?? '';
  if (extendsFrom === null) return `${requester.name} joins ${name} at once.`;
  return extended === 'ended'
    ? `Their membership has ended: ${requester.name} joins ${name} anew, and tokens that died with it stay dead.`
    : `${requester.name} stays in ${name}, and what their tokens open there stays open.`;
}

/** What the rights of a group are to whoever asks for access to it: "What Otto keeps". */
export function rightsVerb({ extendsFrom, extended }: RequestView): 'gains' | 'keeps' | 'had' {
  if (extended === 'removed') return 'had';
  return extendsFrom === null || extended === 'ended' ? 'gains' : 'keeps';
}

/** What the end of access is called that is asked to last longer. */
export function endLabel({ extended }: Pick<RequestView, 'extended'>): string {
  if (extended === 'removed') return 'Was to end';
  return extended === 'ended' ? 'Ended' : 'Ends without it';
}

/** One right over Keyward itself: "Otto joins Administrators as a lead". */
export function gainWords({ kind, group, subject, role }: Gain): string {
  const name = subject?.name ?? '';
  const into = group?.name ?? '';
  if (kind === 'policy') return 'One administrator alone may give rights over Keyward';
  if (kind === 'right') return `${into} comes to hold ${name}`;
  const asLead = role === 'lead' ? ' as a lead' : '';
  return kind === 'member'
    ? `${name} is in ${into}${asLead}`
    : `${name} leads into ${into}${asLead}`;
}
