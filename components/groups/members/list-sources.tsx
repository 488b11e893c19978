'use client';

import { FileUp } from 'lucide-react';
import { useRef, useState, useTransition } from 'react';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import type { AddMembersActions } from './add-members-dialog';
import { otherGroupsQuestion } from './candidate';

/** Where a list may come from, apart from the clipboard; its lines can be seen and corrected first. */
export function ListSources(props: {
  groupId: string;
  copy: AddMembersActions['copy'];
  onText: (text: string) => void;
}) {
  const [search, setSearch] = useState('');
  const [problem, setProblem] = useState<string>();
  const [pending, startTransition] = useTransition();
  const wanted = { group: props.groupId, text: search.trim() };
  const groups = useAskedValue(otherGroupsQuestion, wanted, { pauseMs: TYPING_PAUSE_MS });
  function copy(group: string | null) {
    if (group === null) return;
    startTransition(async () => {
      const outcome = await attempt('they were copied', () => props.copy(group));
      const none = outcome.status === 'done' && outcome.result.count === 0;
      setProblem(
        outcome.status === 'refused' ? outcome.message : none ? 'It has no members.' : undefined,
      );
      if (outcome.status === 'done') props.onText(outcome.result.list);
    });
  }
  return (
    <div className="flex flex-wrap items-end gap-3">
      <div className="min-w-56 flex-1">
        <Field
          name="from"
          label="Or copy the members of another group"
          hint={pending ? 'Copying…' : undefined}
          error={problem}
        >
          <Combobox
            options={(groups.latest ?? []).map(({ id, name, memberCount }) => ({
              value: id,
              label: name,
              hint: `${memberCount}`,
            }))}
            value={null}
            onValueChange={copy}
            onSearch={setSearch}
            placeholder="Search groups"
            emptyText="No other group within your reach matches."
          />
        </Field>
      </div>
      <FileButton onText={props.onText} />
    </div>
  );
}

/** Puts a file's text into the list. */
function FileButton(props: { onText: (text: string) => void }) {
  const input = useRef<HTMLInputElement>(null);
  async function read(file: File | undefined) {
    if (file) props.onText(await file.text());
    if (input.current) input.current.value = '';
  }
  return (
    <div>
      <input
        ref={input}
        type="file"
        accept=".csv,.txt,text/csv,text/plain"
        aria-label="CSV file with email, role and until"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => void read(event.target.files?.[0])}
      />
      <Button icon={<FileUp aria-hidden />} onClick={() => input.current?.click()}>
        Read a CSV file
      </Button>
    </div>
  );
}
