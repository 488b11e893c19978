import {
  createSinkAction,
  deleteSinkAction,
  setSinkStateAction,
  testSinkAction,
  updateSinkAction,
} from '@/app/actions/sinks';
import { whyNot } from '@/app/server/rights';
import { askIfAllowed } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import type { PageSearchParams } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { CreateSink } from '@/components/settings/sinks/create-sink-dialog';
import { SinksTable } from '@/components/settings/sinks/sinks-table';
import { ButtonLink } from '@/components/ui/link';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { createSink } from '@/domain/sinks/create-sink';
import { deleteSink } from '@/domain/sinks/delete-sink';
import { listSinks } from '@/domain/sinks/list-sinks';
import type { SinkView } from '@/domain/sinks/sink-view';
import { testSink } from '@/domain/sinks/test-sink';
import { updateSink } from '@/domain/sinks/update-sink';

export const metadata = { title: 'Sinks' };

const ACTIONS = {
  update: updateSinkAction,
  setState: setSinkStateAction,
  test: testSinkAction,
  remove: deleteSinkAction,
};

const withoutPath = (view: SinkView): SinkView =>
  view.place.kind === 'http' ? { ...view, place: { ...view.place, url: view.where } } : view;

export default async function SinksPage(props: { searchParams: Promise<PageSearchParams> }) {
  const actor = await requireActor();
  const { cursor } = await props.searchParams;
  const isPast = typeof cursor === 'string';
  const found = await askIfAllowed(listSinks, { ...(isPast && { cursor }) });
  const mayCreate = whyNot(actor, createSink, everything('sink')) === undefined;
  const here = paths.settings('sinks');
  return (
    <SettingsFrame current="sinks">
      {found.ok ? (
        <Section
          title="Sinks"
          description="Where every change and decision is forwarded to as it is recorded, such as a SIEM."
          flush
          actions={
            <>
              {isPast && (
                <ButtonLink size="small" href={here}>
                  Newest
                </ButtonLink>
              )}
              {found.value.nextCursor && (
                <ButtonLink size="small" href={`${here}?cursor=${found.value.nextCursor}`}>
                  Older
                </ButtonLink>
              )}
              {mayCreate && <CreateSink create={createSinkAction} />}
            </>
          }
        >
          <SinksTable
            isPast={isPast}
            actions={ACTIONS}
            rows={found.value.items.map((view) => {
              const target = { type: 'sink' as const, id: view.id, name: view.name };
              const update = whyNot(actor, updateSink, target);
              return {
                // Paths of such addresses are often secrets: they go to those who may change them.
                view: update === undefined ? view : withoutPath(view),
                refusals: {
                  update,
                  test: whyNot(actor, testSink, target),
                  remove: whyNot(actor, deleteSink, target),
                },
              };
            })}
          />
        </Section>
      ) : (
        <RefusedState refusal={found} operation={listSinks.operation} />
      )}
    </SettingsFrame>
  );
}
