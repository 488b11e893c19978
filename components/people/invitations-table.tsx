'use client';

import { Ban } from 'lucide-react';
import { useMemo } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { DataTableColumn, TableResult } from '@/components/data-table/table-types';
import { formatDate } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { ButtonLink } from '@/components/ui/link';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { useAct } from '@/components/ui/use-act';
import type { Invitation } from '@/domain/identities/list-invitations';
import { InvitePerson } from './invite-person';

const columns: DataTableColumn<Invitation>[] = [
  {
    id: 'name',
    header: 'Person',
    cell: ({ person, expiresAt }) => (
      <>
        {person.name}
        <span className="block pb-1 font-normal break-all whitespace-normal text-muted md:hidden">
          {person.email}, until {formatDate(expiresAt)}
        </span>
      </>
    ),
  },
  {
    id: 'email',
    header: 'Email',
    wideOnly: true,
    cell: ({ person }) => <span className="text-muted">{person.email}</span>,
  },
  {
    id: 'what',
    header: 'Link',
    wideOnly: true,
    cell: ({ person }) => (person.hasPassword ? 'Sets another password' : 'First sign-in'),
  },
  {
    id: 'maker',
    header: 'Made by',
    wideOnly: true,
    cell: ({ maker }) => (
      <>
        {maker?.name ?? 'Keyward'}
        {maker?.state === 'suspended' && (
          <span className="text-muted">, suspended: it opens nothing</span>
        )}
      </>
    ),
  },
  {
    id: 'createdAt',
    header: 'Made',
    hiddenByDefault: true,
    cell: (row) => <RelativeTime date={row.createdAt} />,
  },
  {
    id: 'expiresAt',
    header: 'Until',
    wideOnly: true,
    cell: (row) => <Expiry date={row.expiresAt} soonDays={0} />,
  },
];
const getRowId = (row: Invitation) => row.id;
const getRowLabel = (row: Invitation) => row.person.name;
const getRowHref = (row: Invitation) => paths.person(row.person.id);
const noun = { one: 'open invitation', other: 'open invitations' };

type Actions = {
  linkHours: number;
  refusals: Record<'revoke' | 'invite' | 'create', string | undefined>;
  revoke: (person: string) => Promise<ActionOutcome>;
  invite: (person: string) => Promise<ActionOutcome<{ secret: string }>>;
};

/** Links on their way, each with its end and a new one in its place. */
export function InvitationsTable({
  result,
  ...actions
}: Actions & { result: TableResult<Invitation> }) {
  const { linkHours, refusals, revoke, invite } = actions;
  const withActions = useMemo(
    () => [
      ...columns,
      {
        id: 'actions',
        header: 'Actions',
        align: 'end' as const,
        cell: ({ person }: Invitation) => (
          <span className="inline-flex justify-end gap-2 max-md:flex-col max-md:py-1">
            <InvitePerson
              person={person}
              label="New link"
              refusal={refusals.invite}
              linkHours={linkHours}
              invite={() => invite(person.id)}
            />
            <RevokeButton person={person} refusal={refusals.revoke} revoke={revoke} />
          </span>
        ),
      },
    ],
    [linkHours, refusals.invite, refusals.revoke, invite, revoke],
  );
  return (
    <DataTable
      id="invitations"
      caption="Open invitations"
      noun={noun}
      result={result}
      columns={withActions}
      getRowId={getRowId}
      getRowLabel={getRowLabel}
      getRowHref={getRowHref}
      defaultSort="-createdAt"
      searchPlaceholder="Search name, email"
      empty={
        <EmptyState
          title="No link is open"
          actions={
            refusals.create === undefined ? (
              <ButtonLink href={paths.personNew()}>Create person</ButtonLink>
            ) : (
              <Button disabledReason={refusals.create}>Create person</Button>
            )
          }
        >
          A link is listed here from when it is made until it is used, replaced, or runs out.
        </EmptyState>
      }
    />
  );
}

function RevokeButton(props: {
  person: Invitation['person'];
  refusal: string | undefined;
  revoke: Actions['revoke'];
}) {
  const { person } = props;
  const { pending, run } = useAct(() => props.revoke(person.id), {
    lost: 'the link was revoked',
    refused: 'The link was not revoked',
    done: `The link of ${person.name} is revoked`,
  });
  return (
    <Button
      size="small"
      icon={<Ban aria-hidden />}
      pending={pending}
      disabledReason={props.refusal}
      onClick={run}
      aria-label={`Revoke the link of ${person.name}`}
    >
      Revoke
    </Button>
  );
}
