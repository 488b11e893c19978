'use client';

import { Ellipsis } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { StaticTable } from '@/components/data-table/static-table';
import type { DataTableColumn } from '@/components/data-table/table-types';
import { formatNumber } from '@/components/format/format';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';
import { IconButton } from '@/components/ui/icon-button';
import { Menu } from '@/components/ui/menu';
import { Mono } from '@/components/ui/mono-id';
import { RelativeTime } from '@/components/ui/relative-time';
import { EmptyState } from '@/components/ui/states';
import { StatusBadge } from '@/components/ui/status-badge';
import { useToast } from '@/components/ui/toast';
import type { SinkView } from '@/domain/sinks/sink-view';
import { AutoRefresh } from '../auto-refresh';
import { type SavedSink, SinkForm } from './sink-form';
import { SinkTest } from './sink-test';
import {
  behindWords,
  failingOf,
  isMoving,
  lastDeliveredOf,
  SOURCE_WORDS,
  standingOf,
} from './sink-words';

/** A sink, and why whoever looks may not do what to it. */
export interface SinkRow {
  readonly view: SinkView;
  readonly refusals: {
    readonly update?: string | undefined;
    test?: string | undefined;
    remove?: string | undefined;
  };
}

type Doing = 'change' | 'test' | 'pause' | 'remove';
export interface SinkActions {
  readonly update: (
    sink: string,
    ...form: Parameters<FormAction<SavedSink>>
  ) => ReturnType<FormAction<SavedSink>>;
  readonly setState: (sink: string, state: 'active' | 'paused') => Promise<ActionOutcome>;
  readonly test: (sink: string) => Promise<ActionOutcome>;
  readonly remove: (sink: string) => Promise<ActionOutcome>;
}

const LOOK_AGAIN_SECONDS = 5;
/** All sinks with how far each is behind, and what can be done to one. */
export function SinksTable(props: { rows: SinkRow[]; isPast: boolean; actions: SinkActions }) {
  const [asked, setAsked] = useState<{ doing: Doing; id: string }>();
  const toast = useToast();
  const router = useRouter();
  const row = props.rows.find(({ view }) => view.id === asked?.id);
  const close = () => setAsked(undefined);
  async function act(words: string, work: () => Promise<ActionOutcome>): Promise<ActionOutcome> {
    const outcome = await work();
    if (outcome.status === 'done') {
      toast.done(words);
      router.refresh();
    }
    return outcome;
  }
  async function resume({ id, name }: SinkView) {
    const outcome = await act(`${name} goes on`, () => props.actions.setState(id, 'active'));
    if (outcome.status === 'refused') toast.refused('Not resumed', outcome);
  }
  const open = (doing: Doing) => asked?.doing === doing && row !== undefined;
  const onOpenChange = (isOpen: boolean) => !isOpen && close();
  return (
    <>
      {props.rows.some(({ view }) => isMoving(view)) && (
        <AutoRefresh seconds={LOOK_AGAIN_SECONDS} />
      )}
      <StaticTable
        caption="Sinks"
        columns={columnsOf((doing, id) => setAsked({ doing, id }), resume)}
        rows={props.rows}
        getRowId={({ view }) => view.id}
        empty={<Nothing isPast={props.isPast} />}
      />
      {row && (
        <>
          <Dialog
            open={open('change')}
            onOpenChange={onOpenChange}
            title={`Change ${row.view.name}`}
          >
            <SinkForm
              sink={row.view}
              save={props.actions.update.bind(null, row.view.id)}
              onDone={({ name }) => {
                close();
                toast.done(`${name} is saved`);
                router.refresh();
              }}
            />
          </Dialog>
          <SinkTest
            sink={row.view}
            ask={() => props.actions.test(row.view.id)}
            open={open('test')}
            onOpenChange={onOpenChange}
          />
          <ConfirmDialog
            open={open('pause')}
            onOpenChange={onOpenChange}
            title={`Pause ${row.view.name}?`}
            confirmLabel="Pause"
            onConfirm={() =>
              act(`${row.view.name} is paused`, () => props.actions.setState(row.view.id, 'paused'))
            }
          >
            Nothing is sent to {row.view.where} until it is resumed. Then it gets all it missed,
            which retention keeps for it meanwhile.
          </ConfirmDialog>
          <ConfirmDialog
            open={open('remove')}
            onOpenChange={onOpenChange}
            title={`Delete ${row.view.name}?`}
            confirmLabel="Delete"
            tone="danger"
            onConfirm={() =>
              act(`${row.view.name} is deleted`, () => props.actions.remove(row.view.id))
            }
          >
            Nothing more is sent to {row.view.where}, and how far it had got is forgotten: another
            sink to the same place begins with what comes next. Both logs keep everything.
          </ConfirmDialog>
        </>
      )}
    </>
  );
}

const Nothing = ({ isPast }: { isPast: boolean }) =>
  isPast ? (
    <EmptyState title="Nothing older" />
  ) : (
    <EmptyState title="No sink yet">
      A sink is a syslog server or an HTTP collector that gets every change and every decision as it
      is recorded, in the shape of OCSF. One that is away slows nothing, and catches up.
    </EmptyState>
  );

function columnsOf(
  ask: (doing: Doing, id: string) => void,
  resume: (view: SinkView) => void,
): DataTableColumn<SinkRow>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      cell: ({ view }) => (
        <>
          <span className="block break-words whitespace-normal">{view.name}</span>
          <Mono className="block break-all whitespace-normal text-muted">{view.where}</Mono>
        </>
      ),
    },
    {
      ...{ id: 'state', header: 'State', phone: 'line' },
      cell: ({ view }) => <Standing sink={view} />,
    },
    {
      ...{ id: 'behind', header: 'Behind', phone: 'line' },
      cell: ({ view }) => (
        <ul className="whitespace-normal tabular-nums">
          {view.positions.map((position) => (
            <li key={position.source}>
              {SOURCE_WORDS[position.source]}:{' '}
              <span className={position.waiting === 0 ? 'text-muted' : undefined}>
                {behindWords(position)}
              </span>
            </li>
          ))}
        </ul>
      ),
    },
    {
      ...{ id: 'delivered', header: 'Last delivered', phone: 'line' },
      cell: ({ view }) => <Delivered sink={view} />,
    },
    {
      id: 'actions',
      header: 'Actions',
      align: 'end',
      phone: 'end',
      cell: ({ view, refusals }) => (
        <Menu
          align="end"
          trigger={
            <IconButton label={`Actions for ${view.name}`} icon={<Ellipsis aria-hidden />} />
          }
          entries={[
            {
              label: 'Test…',
              disabledReason: refusals.test,
              onSelect: () => ask('test', view.id),
            },
            {
              label: 'Change…',
              disabledReason: refusals.update,
              onSelect: () => ask('change', view.id),
            },
            view.state === 'active'
              ? {
                  label: 'Pause…',
                  disabledReason: refusals.update,
                  onSelect: () => ask('pause', view.id),
                }
              : { label: 'Resume', disabledReason: refusals.update, onSelect: () => resume(view) },
            'separator',
            {
              label: 'Delete…',
              danger: true,
              disabledReason: refusals.remove,
              onSelect: () => ask('remove', view.id),
            },
          ]}
        />
      ),
    },
  ];
}

function Standing({ sink }: { sink: SinkView }) {
  const failing = failingOf(sink);
  return (
    <div className="max-w-80 whitespace-normal">
      <StatusBadge {...standingOf(sink)} />
      {failing && (
        <>
          {failing.failingSince !== null && (
            <>
              {' '}
              <span className="text-muted">
                since <RelativeTime date={failing.failingSince} isPast />
              </span>
            </>
          )}
          <span className="block break-words text-danger">{failing.lastError}</span>
          {failing.nextAttemptAt !== null && (
            <span className="block text-muted">
              Next try <RelativeTime date={failing.nextAttemptAt} />
            </span>
          )}
        </>
      )}
    </div>
  );
}

function Delivered({ sink }: { sink: SinkView }) {
  const at = lastDeliveredOf(sink);
  const records = sink.positions.reduce((sum, { delivered }) => sum + delivered, 0);
  return (
    <span className="block whitespace-normal text-muted">
      <span className="md:hidden">Last delivered: </span>
      {at === null ? (
        'nothing yet'
      ) : (
        <>
          <RelativeTime date={at} isPast className="text-ink" />
          <span className="md:block">
            <span className="md:hidden">, </span>
            {formatNumber(records)} in all
          </span>
        </>
      )}
    </span>
  );
}
