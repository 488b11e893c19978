'use client';

import { Ban, KeyRound, Pause } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { DataTable } from '@/components/data-table/data-table';
import type { Facet, TableResult } from '@/components/data-table/table-types';
import { paths } from '@/components/paths';
import { prepareChange } from '@/components/revocation/change';
import { useChanges } from '@/components/revocation/use-changes';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { ButtonLink } from '@/components/ui/link';
import { EmptyState } from '@/components/ui/states';
import { Approval } from './approval';
import { BulkDialog } from './bulk-dialog';
import { CreateButton } from './create-button';
import type { TokenActions } from './token-actions';
import { tokenColumns } from './token-columns';
import { type TokenDialog, TokenDialogs } from './token-dialogs';
import { tokenMenu } from './token-menu';
import type { TokenRow } from './token-row';
import { useBulkRun } from './use-bulk-run';

const noun = { one: 'token', other: 'tokens' };
const getRowId = (row: TokenRow) => row.id;
const getRowLabel = (row: TokenRow) => row.name;
const getRowHref = (row: TokenRow) => paths.token(row.id);

/** All tokens within reach, with what can be done to one and to many. */
export function TokensTable(props: {
  result: TableResult<TokenRow>;
  facets: Facet[];
  actions: TokenActions;
  /** Why the reader can create none; null where they can. */
  createRefusal: string | null;
  /** Where only some are listed: what is said when none is alive. */
  empty?: NoTokenWords;
}) {
  const { send } = useChanges();
  const [answered, setAnswered] = useState<TokenRow | null>(null);
  const [dialog, setDialog] = useState<TokenDialog | null>(null);
  const router = useRouter();
  const bulk = useBulkRun(() => router.refresh());
  const handlers = {
    answer: setAnswered,
    rename: (token: TokenRow) => setDialog({ ask: 'rename', token }),
    limits: (token: TokenRow) => setDialog({ ask: 'limits', aim: 'all', token }),
    rotate: (token: TokenRow) => setDialog({ ask: 'rotate', token }),
    suspend: (row: TokenRow) => void send(prepareChange('suspend', row)),
    resume: (row: TokenRow) => void send(prepareChange('resume', row)),
    revoke: (token: TokenRow) => {
      if (token.livingRelatives > 0) setDialog({ ask: 'revokeFamily', token });
      else void send(prepareChange('revoke', token));
    },
  };
  function bulkOpen(kind: 'suspend' | 'revoke', rows: TokenRow[], clear: () => void) {
    clear();
    bulk.open({ kind, rows });
  }
  return (
    <>
      <DataTable
        id="tokens"
        caption="Tokens"
        noun={noun}
        result={props.result}
        columns={tokenColumns}
        getRowId={getRowId}
        getRowLabel={getRowLabel}
        getRowHref={getRowHref}
        defaultSort="-createdAt"
        searchPlaceholder="Search name, person, id, last four"
        facets={props.facets}
        rowActions={(row) => tokenMenu(row, handlers)}
        bulkActions={(rows, clear) => (
          <>
            <Button
              size="small"
              icon={<Pause aria-hidden />}
              onClick={() => bulkOpen('suspend', rows, clear)}
            >
              Suspend
            </Button>
            <Button
              size="small"
              variant="danger"
              icon={<Ban aria-hidden />}
              onClick={() => bulkOpen('revoke', rows, clear)}
            >
              Revoke
            </Button>
          </>
        )}
        empty={<NoTokens createRefusal={props.createRefusal} words={props.empty ?? NO_TOKEN} />}
      />
      <TokenDialogs
        opened={dialog}
        actions={props.actions}
        onClose={() => setDialog(null)}
        onRotated={() => router.refresh()}
      />
      <Dialog
        open={answered !== null}
        onOpenChange={(open) => !open && setAnswered(null)}
        title={answered?.name ?? ''}
      >
        {answered && <Approval token={answered} onAnswered={() => setAnswered(null)} />}
      </Dialog>
      <BulkDialog
        run={bulk.run}
        onStart={bulk.start}
        onTryAgain={bulk.tryAgain}
        onClose={bulk.close}
      />
    </>
  );
}

/** What is said where no token is alive. */
export interface NoTokenWords {
  readonly title: string;
  readonly text: string;
}

const NO_TOKEN: NoTokenWords = {
  title: 'No living tokens',
  text: 'A token lets a person or a service act in one group, and opens what that group’s scopes hold.',
};

function NoTokens(props: { createRefusal: string | null; words: NoTokenWords }) {
  return (
    <EmptyState
      icon={<KeyRound aria-hidden />}
      title={props.words.title}
      actions={
        <>
          <CreateButton refusal={props.createRefusal} />
          <ButtonLink href="?status=any">Show ended ones</ButtonLink>
        </>
      }
    >
      {props.words.text}
    </EmptyState>
  );
}
