'use client';

import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { MethodBadge } from '@/components/operations/method-badge';
import { Button } from '@/components/ui/button';
import { RadioGroup } from '@/components/ui/choice';
import { Section } from '@/components/ui/section';
import type { ImportPlan } from './import-plan';

/** Asks which of equivalent paths to keep; the answer is previewed before it is applied. */
export function ClashChoices(props: {
  clashes: ImportPlan['clashes'];
  onChoose: (keep: string[]) => void;
}) {
  const { clashes } = props;
  const [chosen, setChosen] = useState<ReadonlyMap<number, string>>(
    () => new Map(clashes.flatMap(({ kept }, index) => (kept === null ? [] : [[index, kept]]))),
  );
  if (clashes.length === 0) return null;
  const open = clashes.filter(({ kept }) => kept === null).length;
  const isNew = clashes.some(({ kept }, index) => (chosen.get(index) ?? null) !== kept);
  return (
    <Section
      title="Which to keep?"
      description={
        open > 0
          ? `No request tells these paths apart. ${formatCount(open, 'choice')} still to make; until then those operations are left out.`
          : 'No request tells these paths apart. One of each is kept.'
      }
      actions={
        <Button
          disabledReason={isNew ? undefined : 'Choose one first'}
          onClick={() => props.onChoose([...chosen.values()])}
        >
          Preview with {clashes.length === 1 ? 'this choice' : 'these choices'}
        </Button>
      }
    >
      <div className="flex max-h-96 flex-col gap-4 overflow-y-auto *:shrink-0">
        {clashes.map((clash, index) => (
          <fieldset key={clash.candidates.map(({ name }) => name).join(' ')} className="min-w-0">
            <legend className="mb-1.5 flex items-center gap-2 text-sm">
              <MethodBadge method={clash.method} />
              {formatCount(clash.candidates.length, 'operation')} for the same requests
            </legend>
            <RadioGroup
              name={`keep-${index}`}
              value={chosen.get(index) ?? ''}
              onValueChange={(name) => setChosen(new Map(chosen).set(index, name))}
              options={clash.candidates.map(({ name, pathTemplate }) => ({
                value: name,
                label: <code className="text-xs break-all">{name}</code>,
                hint: <code className="text-xs break-all">{pathTemplate}</code>,
              }))}
            />
          </fieldset>
        ))}
      </div>
    </Section>
  );
}
