import { TriangleAlert } from 'lucide-react';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { describeConsequence } from '@/domain/configuration/effect-words';
import type { Plan } from '@/domain/configuration/plan-view';

/** What becomes of tokens, group by group. */
export function Consequences({ consequences }: { consequences: Plan['consequences'] }) {
  if (consequences === null) {
    return <Notice title="What becomes of tokens can’t be told while the file is refused" />;
  }
  if (consequences.length === 0) {
    return <Notice tone="ok" title="No token gains or loses anything" />;
  }
  return (
    <Section title="What becomes of tokens" flush>
      <ul className="divide-y divide-line text-sm">
        {consequences.map((one) => (
          <li key={one.group} className="flex flex-wrap items-baseline gap-x-3 px-4 py-2">
            <TextLink href={paths.group(one.group)} className="font-mono text-xs break-all">
              {one.group}
            </TextLink>
            <span className="flex items-center gap-1.5">
              {one.stopped > 0 && (
                <TriangleAlert aria-hidden size={14} className="shrink-0 text-warn" />
              )}
              {describeConsequence(one)}
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
