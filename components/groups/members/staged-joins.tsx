'use client';

import { X } from 'lucide-react';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { dayOf, endOfDay } from '@/components/format/end-date';
import { formatCount } from '@/components/format/format';
import { IconButton } from '@/components/ui/icon-button';
import { NameWithIcon } from '@/components/ui/identity-icon';
import { Input } from '@/components/ui/input';
import { Section } from '@/components/ui/section';
import { Select } from '@/components/ui/select';
import { changeStagedJoin, type MemberEdit, type MemberEdits, unstage } from './member-edits';

type Join = Extract<MemberEdit, { kind: 'add' }>;

const roleOptions = [
  { value: 'member', label: 'Member' },
  { value: 'lead', label: 'Lead' },
];

/** Those who will join once saved, each with role and end date to correct. */
export function StagedJoins(props: {
  edits: MemberEdits;
  disabled: boolean;
  onChange: (change: (edits: MemberEdits) => MemberEdits) => void;
}) {
  const { onChange } = props;
  const joins = [...props.edits.values()].filter((edit): edit is Join => edit.kind === 'add');
  if (joins.length === 0) return null;
  const columns: DataTableColumn<Join>[] = [
    {
      id: 'name',
      header: 'Name',
      cell: (join) => (
        <NameWithIcon type={join.type}>
          <bdi>{join.name}</bdi> <span className="font-normal text-muted">{join.handle}</span>
        </NameWithIcon>
      ),
    },
    {
      id: 'role',
      header: 'Role',
      width: 'w-36',
      cell: (join) =>
        join.type === 'service' ? (
          'Member'
        ) : (
          <Select
            aria-label={`Role of ${join.name}`}
            className="w-32"
            options={roleOptions}
            value={join.role}
            onChange={({ target: { value } }) =>
              onChange((edits) =>
                changeStagedJoin(edits, join.id, { role: value === 'lead' ? 'lead' : 'member' }),
              )
            }
          />
        ),
    },
    {
      id: 'until',
      header: 'Until',
      width: 'w-44',
      cell: (join) => (
        <Input
          type="date"
          aria-label={`End date of ${join.name}`}
          className="w-40!"
          min={dayOf(new Date().toISOString())}
          value={dayOf(join.expiresAt)}
          onChange={({ target: { value } }) =>
            onChange((edits) => changeStagedJoin(edits, join.id, { expiresAt: endOfDay(value) }))
          }
        />
      ),
    },
    {
      id: 'unstage',
      header: 'Actions',
      align: 'end',
      cell: (join) => (
        <IconButton
          label={`Don’t add ${join.name}`}
          icon={<X aria-hidden />}
          onClick={() => onChange((edits) => unstage(edits, join.id))}
        />
      ),
    },
  ];
  return (
    <Section title={`${formatCount(joins.length, 'member')} to add`} flush>
      <fieldset disabled={props.disabled} className="min-w-0">
        <legend className="sr-only">Members to add</legend>
        <StaticTable
          caption="Members to add"
          columns={columns}
          rows={joins}
          getRowId={(join) => join.id}
        />
      </fieldset>
    </Section>
  );
}
