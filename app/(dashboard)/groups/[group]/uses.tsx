import { UsesTable, usesSentence } from '@/components/access/uses-table';
import { Section } from '@/components/ui/section';
import type { Uses } from '@/domain/access/uses';

/** What the group may call beside what its tokens called. */
export function GroupUses({ uses }: { uses: Uses }) {
  if (uses.granted === 0) return null;
  return (
    <Section title="Granted and used" description={usesSentence(uses)} flush>
      <UsesTable uses={uses} />
    </Section>
  );
}
