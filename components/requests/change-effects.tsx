import { JsonDiff } from '@/components/ui/json-diff';
import { Mono } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import type { RequestDetail } from './request-facts';

/** All that a change does once it is approved, the parts that give no right too. */
export function ChangeEffects(props: { effects: RequestDetail['effects'] }) {
  return (
    <Section
      flush
      title="What it changes"
      description="As the log will say it. Look at all of it: you approve the whole."
    >
      <ul className="divide-y divide-line">
        {props.effects.map(({ operation, target, before, after }) => (
          <li key={`${operation} ${target.id}`} className="space-y-2 px-4 py-3">
            <h3 className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <span className="min-w-0 font-medium break-words">{target.name ?? target.type}</span>
              <Mono>{operation}</Mono>
            </h3>
            <JsonDiff before={before} after={after} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
