'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/choice';
import { Field, FieldGroup } from '@/components/ui/field';
import { Textarea } from '@/components/ui/input';
import { Section } from '@/components/ui/section';
import type { ImportPlan } from './import-plan';
import type { ChosenForImport } from './use-import';

/** What a document can't say, or only suggests; the answer is previewed before it is applied. */
export function MoreChoices(props: {
  plan: ImportPlan;
  chosen: ChosenForImport;
  openReason: string | undefined;
  onChoose: (chosen: ChosenForImport) => void;
}) {
  const { chosen } = props;
  const before = (chosen.multiSegment ?? []).join('\n');
  const [several, setSeveral] = useState(before);
  const [open, setOpen] = useState<ReadonlySet<string>>(() => new Set(chosen.public));
  const alreadyOpen = new Set(props.plan.alreadyPublic);
  const suggested = props.plan.suggestedPublic.filter((name) => !alreadyOpen.has(name));
  const isNew =
    several !== before || [...open].sort().join() !== [...(chosen.public ?? [])].sort().join();
  function toggle(name: string, isOpen: boolean) {
    const next = new Set(open);
    if (isOpen) next.add(name);
    else next.delete(name);
    setOpen(next);
  }
  const lines = () =>
    several
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
  return (
    <Section
      title="What a document can’t say"
      description="Nothing here is needed; each import can say it anew."
      actions={
        <Button
          disabledReason={isNew ? undefined : 'Change something first'}
          onClick={() => props.onChoose({ multiSegment: lines(), public: [...open] })}
        >
          Preview again
        </Button>
      }
    >
      <div className="flex flex-col gap-4">
        {suggested.length > 0 && (
          <FieldGroup
            name="public"
            label="Public operations"
            hint={
              props.openReason ??
              'The document says that these need no token. They need one unless you make them public.'
            }
          >
            <div className="flex max-h-72 flex-col gap-2 overflow-y-auto *:shrink-0">
              {suggested.map((name) => (
                <Checkbox
                  key={name}
                  label={<code className="text-xs break-all">{name}</code>}
                  checked={open.has(name)}
                  disabled={props.openReason !== undefined}
                  onChange={(event) => toggle(name, event.currentTarget.checked)}
                />
              ))}
            </div>
          </FieldGroup>
        )}
        <Field
          name="multiSegment"
          label="Parameters of several segments"
          optional
          hint="One a line: a name such as path, or a whole path such as /images/{name...}/json. While this is empty, what earlier imports were told still holds."
        >
          <Textarea
            mono
            rows={2}
            spellCheck={false}
            value={several}
            onChange={(event) => setSeveral(event.currentTarget.value)}
          />
        </Field>
      </div>
    </Section>
  );
}
