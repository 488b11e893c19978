'use client';

import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import { IntentLink } from '@/components/ui/intent-link';
import type { ExpiryDay } from '@/domain/tokens/count-expiries';
import { countsOf, expiryBars, totalOf } from './expiry-bars';
import { ExpiryStack } from './expiry-stack';

const HEIGHT = 56;

interface GroupDays {
  readonly slug: string;
  readonly name: string;
  readonly days: readonly ExpiryDay[];
}

/** The same picture, small, of each group, all to one scale; each leads to the group's own. */
export function GroupExpiries({ groups }: { groups: readonly GroupDays[] }) {
  const drawn = groups.map((group) => ({ ...group, bars: expiryBars(group.days, 7) }));
  const max = Math.max(1, ...drawn.flatMap(({ bars }) => bars.map(({ total }) => total)));
  return (
    <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
      {drawn.map(({ slug, name, days, bars }) => {
        const counts = countsOf(days);
        const total = totalOf(counts);
        return (
          <li key={slug} className="min-w-0">
            <IntentLink
              href={paths.group(slug, 'tokens')}
              className="block rounded-md border border-line p-3 hover:bg-hover"
            >
              <span className="block truncate text-sm font-medium">{name}</span>
              <span className="block text-xs text-muted">
                {formatCount(total, 'token')}, {formatNumber(total - counts.expected)} to care for
              </span>
              <span aria-hidden className="mt-2 grid auto-cols-fr grid-flow-col">
                {bars.map((bar) => (
                  <ExpiryStack key={bar.from} bar={bar} max={max} height={HEIGHT} />
                ))}
              </span>
            </IntentLink>
          </li>
        );
      })}
    </ul>
  );
}
