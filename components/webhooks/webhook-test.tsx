'use client';

import { paths } from '@/components/paths';
import { AutoRefresh } from '@/components/settings/auto-refresh';
import { Button } from '@/components/ui/button';
import { CodeBlock } from '@/components/ui/code-block';
import type { ActionOutcome } from '@/components/ui/form-state';
import { TextLink } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { useAct } from '@/components/ui/use-act';
import { tookWords } from './delivery-state';

const LOOK_AGAIN_SECONDS = 2;
const MAX_EXCERPT = 400;

/** The newest test of a webhook and its latest try. */
export interface ShownTest {
  readonly webhook: string;
  readonly id: string;
  readonly state: 'waiting' | 'delivered' | 'failed';
  readonly tried: {
    readonly at: string;
    readonly durationMs: number;
    readonly status: number | null;
    readonly error: string | null;
    readonly response: string | null;
  } | null;
}

/** Sends a test message, and shows what the receiver answered: status, time, and how it begins. */
export function WebhookTest(props: {
  test: ShownTest | null;
  refusal: string | undefined;
  send: () => Promise<ActionOutcome>;
}) {
  const { test } = props;
  const { pending, run } = useAct(props.send, {
    lost: 'the test was sent',
    refused: 'No test was sent',
  });
  const isUnderWay = test?.state === 'waiting' && test.tried === null;
  return (
    <div className="space-y-3">
      <p className="text-sm text-muted">
        Sends a message of the type <code className="text-xs">webhook.test</code>: signed, logged
        and tried again like every other.
      </p>
      {isUnderWay && (
        <>
          <AutoRefresh seconds={LOOK_AGAIN_SECONDS} />
          <Notice tone="info" title="The test is under way" live>
            <p>A receiver that doesn’t answer within 15 seconds is tried again later.</p>
          </Notice>
        </>
      )}
      {test?.tried && <Answer test={test} tried={test.tried} />}
      <Button
        pending={pending || (isUnderWay && props.refusal === undefined)}
        disabledReason={props.refusal}
        onClick={run}
      >
        Send test
      </Button>
    </div>
  );
}

function Answer({ test, tried }: { test: ShownTest; tried: NonNullable<ShownTest['tried']> }) {
  const { status, durationMs, error, response, at } = tried;
  return (
    <Notice
      tone={error === null ? 'ok' : 'danger'}
      title={status === null ? 'No answer' : `Answered ${status} in ${tookWords(durationMs)}`}
      live
    >
      {error !== null && <p className="break-words">{error}</p>}
      {response ? (
        <CodeBlock code={response.slice(0, MAX_EXCERPT)} label="beginning of the answer" wrap />
      ) : (
        status !== null && <p className="text-muted">The answer was empty.</p>
      )}
      <p className="text-muted">
        <TextLink href={paths.webhookDelivery(test.webhook, test.id)}>The test in full</TextLink>,
        tried <RelativeTime date={at} />
        {test.state === 'waiting' && '; it will be tried again'}.
      </p>
    </Notice>
  );
}
