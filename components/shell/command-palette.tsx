'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import { useSecretHandler } from '@/components/secret-paste/secret-paste';
import { findSecret } from '@/components/secret-paste/secret-pattern';
import { KeyboardKey } from '@/components/ui/keyboard-key';
import type { Openable } from '@/components/ui/on-demand';
import { scrimClass } from '@/components/ui/scrim';
import { type HitAct, type SearchHit, searchQuestion } from './search-hits';

export type Command = {
  id: string;
  label: string;
  /** To the right: a kind, an id, a group. */
  hint?: string;
  /** More words it is found by. */
  keywords?: string;
  icon?: ReactNode;
  /** Heading it stands under; default "Actions". */
  section?: string;
} & ({ href: string } | { onSelect: () => void });

type Section = { value: string; items: Command[] };

function groupBySection(commands: Command[]): Section[] {
  const sections = new Map<string, Command[]>();
  for (const command of commands) {
    const name = command.section ?? 'Actions';
    sections.set(name, [...(sections.get(name) ?? []), command]);
  }
  return [...sections].map(([value, items]) => ({ value, items }));
}

function matches(command: Command, query: string): boolean {
  const text = `${command.label} ${command.hint ?? ''} ${command.keywords ?? ''}`.toLowerCase();
  return query
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

export type CommandPaletteProps = Openable & {
  commands: Command[];
  /** Does what a hit is for. */
  onAct: (act: HitAct) => void;
};

const MIN_SEARCH_LENGTH = 2;

/** ⌘K: sections, commands, and whatever the server finds. A pasted secret goes to its handler. */
export function CommandPalette(props: CommandPaletteProps) {
  return (
    <Dialog.Root open={props.open} onOpenChange={(open) => props.onOpenChange(open)}>
      <Dialog.Portal>
        <Dialog.Backdrop className={scrimClass} />
        <Dialog.Popup
          aria-label="Search and commands"
          className="fixed inset-x-2 top-[10vh] z-50 mx-auto flex max-h-[70dvh] max-w-xl flex-col overflow-hidden rounded-xl bg-raised shadow-dialog outline-none"
        >
          <PaletteBody {...props} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function PaletteBody(props: CommandPaletteProps) {
  const router = useRouter();
  const onSecret = useSecretHandler();
  const [text, setText] = useState('');
  const query = text.trim();
  const asked = useAskedValue(searchQuestion, query.length < MIN_SEARCH_LENGTH ? null : query, {
    pauseMs: TYPING_PAUSE_MS,
  });
  const failed = asked.status === 'refused' || asked.status === 'lost';
  const hits = (!failed && asked.latest) || [];
  const found = query
    ? props.commands.filter((command) => matches(command, query))
    : props.commands;
  const sections = groupBySection([...found, ...hits]);

  function change(typed: string) {
    const secret = findSecret(typed);
    if (!secret) return setText(typed);
    props.onOpenChange(false);
    onSecret?.(secret);
  }
  function run(command: Command | SearchHit) {
    props.onOpenChange(false);
    if ('act' in command && command.act) props.onAct(command.act);
    else if ('href' in command) router.push(command.href);
    else command.onSelect();
  }
  const status = failed
    ? 'Search failed; sections and commands still work.'
    : asked.status === 'asking'
      ? 'Searching…'
      : sections.length === 0
        ? 'Nothing found.'
        : '';

  return (
    <Autocomplete.Root
      open
      inline
      items={sections}
      filter={null}
      value={text}
      onValueChange={change}
      itemToStringValue={(command: Command) => command.label}
      autoHighlight="always"
      keepHighlight
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search aria-hidden size={16} className="shrink-0 text-muted" />
        <Autocomplete.Input
          aria-label="Search and commands"
          placeholder="Search, “revoke” a name, or paste a leaked token"
          className="h-12 min-w-0 flex-1 bg-transparent text-lg outline-none"
        />
        <KeyboardKey>esc</KeyboardKey>
      </div>
      <Dialog.Close className="sr-only">Close</Dialog.Close>
      <Autocomplete.List className="min-h-0 overflow-y-auto overscroll-contain py-1.5 data-empty:p-0">
        {(section: Section) => (
          <Autocomplete.Group key={section.value} items={section.items} className="pb-1">
            <Autocomplete.GroupLabel className="px-4 pt-1.5 pb-1 text-xs text-muted">
              {section.value}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(command: Command) => (
                <Autocomplete.Item
                  key={command.id}
                  value={command}
                  onClick={() => run(command)}
                  className="menu-item mx-1.5!"
                >
                  <span className="grid size-4 shrink-0 place-items-center text-muted [&>svg]:size-4">
                    {command.icon}
                  </span>
                  <span className="min-w-0 flex-1 truncate">{command.label}</span>
                  {command.hint && (
                    <span className="max-w-[45%] shrink-0 truncate text-xs text-muted">
                      {command.hint}
                    </span>
                  )}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <p role="status" className="border-t border-line px-4 py-2 text-sm text-muted empty:hidden">
        {status}
      </p>
    </Autocomplete.Root>
  );
}
