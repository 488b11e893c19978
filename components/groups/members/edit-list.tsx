import { Minus, PenLine, Plus } from 'lucide-react';
import { formatDate } from '@/components/format/format';
import { ROLE_WORDS } from './member-columns';
import type { MemberEdit, MemberEdits, Terms } from './member-edits';

const looks = {
  add: { Icon: Plus, word: 'Added', colour: 'text-ok' },
  change: { Icon: PenLine, word: 'Changed', colour: 'text-info' },
  remove: { Icon: Minus, word: 'Removed', colour: 'text-danger' },
} as const;

/** Every staged edit, one a line. */
export function EditList(props: { edits: MemberEdits }) {
  return (
    <ul className="divide-y divide-line text-sm">
      {[...props.edits.values()].map((edit) => {
        const { Icon, word, colour } = looks[edit.kind];
        return (
          <li key={edit.id} className="flex flex-wrap items-center gap-x-2 py-1.5">
            <Icon role="img" aria-label={word} size={14} className={`shrink-0 ${colour}`} />
            <span className="min-w-0 font-medium break-words">{edit.name}</span>
            <span className="min-w-0 flex-1 truncate text-muted">{edit.handle}</span>
            <span>{editWords(edit)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function editWords(edit: MemberEdit): string {
  if (edit.kind === 'remove') return 'removed';
  if (edit.kind === 'add') return termWords(edit);
  return `${termWords(edit.before)} → ${termWords(edit)}`;
}

const termWords = ({ role, expiresAt }: Terms) =>
  `${ROLE_WORDS[role].toLowerCase()}${expiresAt ? ` until ${formatDate(expiresAt)}` : ''}`;
