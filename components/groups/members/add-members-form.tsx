'use client';

import {
  type FormEvent,
  type RefObject,
  useLayoutEffect,
  useRef,
  useState,
  useTransition,
} from 'react';
import {
  type AskedValue,
  TYPING_PAUSE_MS,
  useAskedValue,
} from '@/components/asking/use-asked-value';
import { dayOf, endOfDay } from '@/components/format/end-date';
import { formatCount } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Combobox } from '@/components/ui/combobox';
import { DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { FormActions } from '@/components/ui/form';
import { Input, Textarea } from '@/components/ui/input';
import { RefusalNotice } from '@/components/ui/refusal-notice';
import { Select } from '@/components/ui/select';
import { MAX_MEMBER_EDITS } from '@/domain/groups/group-facts';
import type { AddMembersActions } from './add-members-dialog';
import { type Candidate, candidatesQuestion } from './candidate';
import { ListProblems } from './list-problems';
import { ListSources } from './list-sources';
import type { MatchedIdentity, Role, Terms } from './member-edits';
import { parseMemberList } from './parse-member-list';
import { type Resolved, resolveList } from './resolve-list';

const roleOptions = [
  { value: 'member', label: 'Member' },
  { value: 'lead', label: 'Lead' },
];

export function AddMembersForm(props: {
  /** Gets the control that the dialog's focus starts on. */
  first: RefObject<HTMLElement | null>;
  groupId: string;
  actions: AddMembersActions;
  onStage: (joins: { who: MatchedIdentity; terms: Terms }[]) => void;
  onClose: () => void;
}) {
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<Candidate[]>([]);
  const [list, setList] = useState('');
  const [role, setRole] = useState<Role>('member');
  const [day, setDay] = useState('');
  const [answer, setAnswer] = useState<Resolved | null>(null);
  const [pending, startTransition] = useTransition();
  const asked = useAskedValue(
    candidatesQuestion,
    { group: props.groupId, text: search.trim() },
    { pauseMs: TYPING_PAUSE_MS },
  );
  const people = withChosen(asked.latest ?? [], chosen).filter(({ isMember }) => !isMember);
  const form = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => {
    props.first.current = form.current?.querySelector('input') ?? null;
  }, [props.first]);
  const listed = parseMemberList(list).members.length;
  const count = chosen.length + listed;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (pending || count === 0) return;
    startTransition(async () => {
      const terms = { role, expiresAt: endOfDay(day) };
      const ids = chosen.map(({ id }) => id);
      const resolved = await resolveList({ chosen: ids, list, terms }, props.actions.match);
      setAnswer(resolved);
      if (resolved.joins.length > 0) props.onStage(resolved.joins);
      if (resolved.refusal) return;
      setChosen([]);
      // Only what could not be read stays, to be corrected.
      setList(resolved.leftOver);
      if (resolved.problems.length === 0) props.onClose();
    });
  }
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-4">
      {answer?.refusal && <RefusalNotice refusal={answer.refusal} />}
      {answer && answer.problems.length > 0 && (
        <ListProblems problems={answer.problems} stagedCount={answer.stagedCount} />
      )}
      <Field name="people" label="People and service accounts" error={searchProblem(asked)}>
        <Combobox
          multiple
          options={people.map(({ id, name, handle }) => ({
            value: id,
            label: name,
            hint: handle,
          }))}
          value={chosen.map(({ id }) => id)}
          onValueChange={(ids) => setChosen(people.filter(({ id }) => ids.includes(id)))}
          onSearch={setSearch}
          placeholder="Search name, email or slug"
          emptyText="Nobody within your reach matches who isn’t a member. Write the full email or slug below."
        />
      </Field>
      <Field
        name="list"
        label="Or paste a list"
        hint="Emails and slugs between commas or on lines of their own, or CSV with email, role, until."
      >
        <Textarea
          mono
          rows={5}
          value={list}
          spellCheck={false}
          placeholder={'ada@example.com, deploy-bot\nmax@example.com,lead,2026-12-31'}
          onChange={(event) => setList(event.target.value)}
          onKeyDown={(event) => {
            // Enter makes a line here; with Ctrl or ⌘ it stages.
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
            event.currentTarget.form?.requestSubmit();
          }}
        />
      </Field>
      <ListSources
        groupId={props.groupId}
        copy={props.actions.copy}
        onText={(text) => setList((before) => [before.trim(), text].filter(Boolean).join('\n'))}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field name="role" label="Role" hint="Unless the list names one.">
          <Select
            options={roleOptions}
            value={role}
            onChange={(event) => setRole(event.target.value === 'lead' ? 'lead' : 'member')}
          />
        </Field>
        <Field name="until" label="Until" optional hint="The end of that day, your time.">
          <Input
            type="date"
            min={dayOf(new Date().toISOString())}
            value={day}
            onChange={(event) => setDay(event.target.value)}
          />
        </Field>
      </div>
      <FormActions>
        <DialogClose render={<Button>{answer ? 'Close' : 'Cancel'}</Button>} />
        <Button
          type="submit"
          variant="primary"
          pending={pending}
          disabledReason={reasonAgainst(count)}
        >
          {count === 0 ? 'Stage members' : `Stage ${formatCount(count, 'member')}`}
        </Button>
      </FormActions>
    </form>
  );
}

/** The chosen stay among the options, whatever is searched for next. */
function withChosen(found: Candidate[], chosen: Candidate[]): Candidate[] {
  const isFound = new Set(found.map(({ id }) => id));
  return [...found, ...chosen.filter(({ id }) => !isFound.has(id))];
}

function searchProblem(asked: AskedValue<unknown>): string | undefined {
  if (asked.status === 'refused') return asked.message;
  return asked.status === 'lost' ? 'The search failed. Type again to retry.' : undefined;
}

function reasonAgainst(count: number): string | undefined {
  if (count === 0) return 'Choose somebody or paste a list first';
  return count > MAX_MEMBER_EDITS ? `At most ${MAX_MEMBER_EDITS} in one save` : undefined;
}
