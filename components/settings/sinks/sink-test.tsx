'use client';

import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { useAct } from '@/components/ui/use-act';
import type { SinkView } from '@/domain/sinks/sink-view';
import { AutoRefresh } from '../auto-refresh';

const LOOK_AGAIN_SECONDS = 1;

/** Has a worker send one record, and shows what came of it. */
export function SinkTest(props: {
  sink: SinkView;
  ask: () => Promise<ActionOutcome>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { sink } = props;
  const { askedAt, testedAt, error } = sink.test;
  const { pending, run } = useAct(props.ask, {
    lost: 'the test was asked for',
    refused: 'Not tested',
  });
  const isWaiting = askedAt !== null && testedAt === null;
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={`Test ${sink.name}`}
      description={`A worker sends ${sink.where} one record that is in no log, even while the sink is paused.`}
      footer={
        <Button variant="primary" pending={pending || isWaiting} onClick={run}>
          Send test
        </Button>
      }
    >
      {isWaiting && (
        <>
          <AutoRefresh seconds={LOOK_AGAIN_SECONDS} />
          <Notice tone="info" title="Waiting for a worker" live>
            <p>It looks every second; a place that doesn’t answer is given up after 20.</p>
          </Notice>
        </>
      )}
      {testedAt !== null && (
        <Notice
          tone={error === null ? 'ok' : 'danger'}
          title={error === null ? 'It was taken' : 'It was not taken'}
          live
        >
          {error !== null && <p className="break-words">{error}</p>}
          <p className="text-muted">
            Tested <RelativeTime date={testedAt} isPast />
          </p>
        </Notice>
      )}
    </Dialog>
  );
}
