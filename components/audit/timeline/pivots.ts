import { paths } from '@/components/paths';
import { type TimelineEntry, timeOf } from './entry';

const AROUND_MS = 5 * 60_000;

export type Pivot = { readonly label: string; readonly href: string };

/** Other views of the timeline that a row leads to: what shares something with it, and what was near it. */
export function pivotsOf(entry: TimelineEntry): Pivot[] {
  const at = Date.parse(timeOf(entry));
  return [
    ...sharedBy(entry).flatMap(([label, key, value]) =>
      value ? [{ label, href: paths.audit({ q: `${key}:${value}` }) }] : [],
    ),
    {
      label: '5 minutes around it',
      href: paths.audit({
        from: new Date(at - AROUND_MS).toISOString(),
        // The end is left out of a range.
        to: new Date(at + AROUND_MS + 1).toISOString(),
      }),
    },
  ];
}

type Shared = [label: string, key: string, value: string | null | undefined];

function sharedBy(entry: TimelineEntry): Shared[] {
  if (entry.kind === 'decision') {
    const { token, identity, ip, operation } = entry.decision;
    return [
      ['Same token', 'token', token?.id],
      ['Same person', 'actor', identity?.id],
      ['Same address', 'ip', ip],
      ['Same operation', 'operation', operation],
    ];
  }
  const { target, via, actor, request } = entry.event;
  const token = target.type === 'token' ? target.id : via.type === 'token' ? via.id : null;
  return [
    ['Same token', 'token', token],
    ['Same person', 'actor', actor.type === 'system' ? null : actor.id],
    ['Same address', 'ip', request.ip],
    ['Same target', 'target', target.type === 'token' ? null : target.id],
  ];
}
