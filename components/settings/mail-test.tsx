'use client';

import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { useAct } from '@/components/ui/use-act';
import { AutoRefresh } from './auto-refresh';

const LOOK_AGAIN_SECONDS = 2;

/** The latest test mail, whoever asked for it. */
export interface ShownMailTest {
  readonly to: string;
  readonly at: string;
  readonly outcome: 'waiting' | 'sent' | 'failed';
  readonly error: string | null;
}

/** Has a worker mail whoever asks, and shows what came of it. */
export function MailTest(props: {
  test: ShownMailTest | null;
  refusal: string | undefined;
  send: () => Promise<ActionOutcome<string>>;
}) {
  const { test } = props;
  const { pending, run } = useAct(props.send, {
    lost: 'the test was sent',
    refused: 'No test was sent',
  });
  const isWaiting = test?.outcome === 'waiting';
  return (
    <div className="space-y-3">
      <p className="text-sm text-muted">
        A worker mails your own address, with its variables: those are what counts.
      </p>
      {isWaiting && <AutoRefresh seconds={LOOK_AGAIN_SECONDS} />}
      {test && <Result test={test} />}
      <Button
        pending={pending || (isWaiting && props.refusal === undefined)}
        disabledReason={props.refusal}
        onClick={run}
      >
        Send test to myself
      </Button>
    </div>
  );
}

function Result({ test: { to, at, outcome, error } }: { test: ShownMailTest }) {
  if (outcome === 'waiting') {
    return (
      <Notice tone="info" title="Waiting for a worker" live>
        <p className="break-words">It mails {to} within seconds.</p>
      </Notice>
    );
  }
  const isSent = outcome === 'sent';
  return (
    <Notice
      tone={isSent ? 'ok' : 'danger'}
      title={isSent ? `The server took the test for ${to}` : `The test for ${to} was not sent`}
      live
    >
      {isSent && <p>If it doesn’t come, look in the spam folder and at the server’s own log.</p>}
      {error && <p className="break-words">{error}</p>}
      <p className="text-muted">
        Asked <RelativeTime date={at} />
      </p>
    </Notice>
  );
}
