import { paths } from '@/components/paths';

type Parameters = Readonly<Record<string, string | string[] | undefined>>;

const KINDS: Readonly<Record<string, string>> = { changes: 'change', decisions: 'decision' };
const RANGE = /^(1h|24h|7d|30d)$/;
const OUTCOMES = /^(allowed|denied|done)(,(allowed|denied|done))*$/;

/**
 * Where an address leads that was made when the two logs had a list each, with facets of its own; null
 * for one of the timeline.
 */
export function movedAddress(params: Parameters): string | null {
  const one = (name: string) => {
    const value = params[name];
    return typeof value === 'string' ? value : '';
  };
  if (!one('log') && !one('range') && !one('outcome')) return null;
  const kind = Object.hasOwn(KINDS, one('log')) && KINDS[one('log')];
  const terms = [
    one('q').trim(),
    kind && !one('event') && !one('decision') && `kind:${kind}`,
    OUTCOMES.test(one('outcome')) && `outcome:${one('outcome')}`,
    RANGE.test(one('range')) && `after:-${one('range')}`,
  ];
  return paths.audit({
    q: terms.filter(Boolean).join(' '),
    ...{ event: one('event'), decision: one('decision') },
  });
}
