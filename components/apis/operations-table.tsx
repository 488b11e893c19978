'use client';

import { FileUp, Globe, KeyRound, Trash2, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useMemo, useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { FacetOption, TableResult } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import type { ConfirmOutcome } from '@/components/ui/confirm-dialog';
import type { FormAction } from '@/components/ui/form-state';
import { EmptyState } from '@/components/ui/states';
import { useToast } from '@/components/ui/toast';
import { AddOperationDialog } from './add-operation-dialog';
import { LinkOrReason } from './link-or-reason';
import { operationColumns } from './operation-columns';
import { DeleteOperationDialog, OpenOperationDialog } from './operation-dialogs';
import type { OperationRow } from './operation-row';

const getRowId = (row: OperationRow) => row.id;
const getRowLabel = (row: OperationRow) => row.name;
const noun = { one: 'operation', other: 'operations' };

/** The operations of one API; a row leads to who can call it. */
export function OperationsTable(props: {
  api: { slug: string; name: string };
  result: TableResult<OperationRow>;
  facets: Record<string, FacetOption[]>;
  addReason: string | undefined;
  createOperation: FormAction<{ name: string }>;
  importReason: string | undefined;
  openReason: string | undefined;
  openOperation: (operation: string, isPublic: boolean) => Promise<ConfirmOutcome>;
  deleteReason: string | undefined;
  deleteOperation: (operation: string) => Promise<ConfirmOutcome>;
}) {
  const { api, facets, openOperation, deleteOperation } = props;
  const router = useRouter();
  const toast = useToast();
  const [doomed, setDoomed] = useState<OperationRow>();
  const [opening, setOpening] = useState<OperationRow>();
  const columns = useMemo(() => operationColumns(api.slug), [api.slug]);
  async function confirmDelete(row: OperationRow) {
    const outcome = await deleteOperation(row.name);
    if (outcome?.status === 'done') {
      toast.done(`${row.name} deleted`);
      router.refresh();
    }
    return outcome;
  }
  async function confirmOpen({ name, isPublic }: OperationRow) {
    const outcome = await openOperation(name, !isPublic);
    if (outcome?.status === 'done') {
      toast.done(isPublic ? `${name} needs a token` : `${name} is public`);
      router.refresh();
    }
    return outcome;
  }
  return (
    <>
      <DataTable
        id="operations"
        caption={`Operations of ${api.name}`}
        noun={noun}
        result={props.result}
        columns={columns}
        getRowId={getRowId}
        getRowLabel={getRowLabel}
        getRowHref={(row) => paths.apiCallers(api.slug, row.name)}
        defaultSort="name"
        searchPlaceholder="Search operations"
        facets={[
          { id: 'method', label: 'Method', options: facets.method ?? [] },
          { id: 'tag', label: 'Tag', options: facets.tag ?? [] },
          { id: 'granted', label: 'Granted', options: facets.granted ?? [] },
          { id: 'access', label: 'Access', options: facets.access ?? [] },
        ]}
        toolbarActions={
          <AddOperationDialog create={props.createOperation} disabledReason={props.addReason} />
        }
        rowActions={(row) => [
          {
            label: 'Who can call this?',
            icon: <Users aria-hidden />,
            href: paths.apiCallers(api.slug, row.name),
          },
          {
            label: row.isPublic ? 'Require a token' : 'Make public',
            icon: row.isPublic ? <KeyRound aria-hidden /> : <Globe aria-hidden />,
            disabledReason: props.openReason,
            onSelect: () => setOpening(row),
          },
          'separator',
          {
            label: 'Delete',
            icon: <Trash2 aria-hidden />,
            danger: true,
            disabledReason: props.deleteReason,
            onSelect: () => setDoomed(row),
          },
        ]}
        empty={
          <EmptyState
            title="No operations yet"
            actions={
              <LinkOrReason
                primary
                href={paths.apiImport(api.slug)}
                reason={props.importReason}
                icon={<FileUp aria-hidden />}
              >
                Import a document
              </LinkOrReason>
            }
          >
            Import them from the API’s OpenAPI document, or add one by hand. Until then there is
            nothing a scope could grant.
          </EmptyState>
        }
      />
      <OpenOperationDialog
        operation={opening}
        onClose={() => setOpening(undefined)}
        onConfirm={confirmOpen}
      />
      <DeleteOperationDialog
        operation={doomed}
        onClose={() => setDoomed(undefined)}
        onConfirm={confirmDelete}
      />
    </>
  );
}
