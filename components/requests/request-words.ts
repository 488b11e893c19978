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
export function givenWords({ kind, gainCount, gains, extendsFrom }: RequestView): string {
  if (extendsFrom !== null) return `Keeps ${formatCount(gainCount, 'operation')} open`;
  if (kind === 'access') {
    return gainCount === 0
      ? 'Opens nothing that they can’t open already'
      : `Opens ${formatCount(gainCount, 'more operation')}`;
  }
  return gains.length === 1 && gains[0]
    ? gainWords(gains[0])
    : `Gives ${formatCount(gains.length, 'right')} over Keyward`;
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
