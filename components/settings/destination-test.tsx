'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { useAct } from '@/components/ui/use-act';
import type { DestinationView } from '@/domain/destinations/destination-view';
import { AutoRefresh } from './auto-refresh';

const LOOK_AGAIN_SECONDS = 2;

/** Has a worker try to sign in, and shows what it found. */
export function DestinationTest(props: {
  test: DestinationView['test'];
  /** What a test asks of this kind, and what it can't find out. */
  tested: string;
  refusal: string | undefined;
  ask: () => Promise<ActionOutcome>;
}) {
  const { test } = props;
  const { pending, run } = useAct(props.ask, {
    lost: 'the test was asked for',
    refused: 'Not tested',
  });
  const isWaiting = test.askedAt !== null && test.testedAt === null;
  return (
    <div className="space-y-3">
      <p className="text-sm text-muted">
        A worker finds the credential and signs in with it. {props.tested}
      </p>
      {isWaiting && (
        <>
          <AutoRefresh seconds={LOOK_AGAIN_SECONDS} />
          <Notice tone="info" title="Waiting for a worker" live>
            <p>It looks every two seconds; a server that doesn’t answer is given up after 15.</p>
          </Notice>
        </>
      )}
      {test.testedAt !== null && (
        <Notice
          tone={test.passed ? 'ok' : 'danger'}
          title={test.passed ? 'It works' : 'It does not work'}
          live
        >
          <p className="break-words">{test.finding}</p>
          <p className="text-muted">
            Tested <RelativeTime date={test.testedAt} />
          </p>
        </Notice>
      )}
      <Button pending={pending || isWaiting} disabledReason={props.refusal} onClick={run}>
        Test
      </Button>
    </div>
  );
}

type Writes = {
  writes: { method: string; url: string; writes: string }[];
  credential: string;
};

/** Says what a delivery would write, and where. */
export function DryRun(props: { ask: FormAction<Writes> }) {
  const [found, setFound] = useState<Writes>();
  return (
    <div className="space-y-3">
      <Form action={props.ask} onDone={setFound} aria-label="Dry run" className="max-w-sm">
        <Field name="secretName" label="Name of the secret there" required>
          <Input defaultValue="KEYWARD_TOKEN" spellCheck={false} className="font-mono" />
        </Field>
        <FormActions>
          <SubmitButton variant="secondary">Dry run</SubmitButton>
        </FormActions>
      </Form>
      {found && (
        <output className="block space-y-2 text-sm" aria-label="What would be written">
          {found.writes.map(({ method, url, writes }) => (
            <div
              key={`${method} ${url}`}
              className="space-y-1 rounded-md border border-line bg-sunken p-3"
            >
              <Mono className="block break-all">
                {method} {url}
              </Mono>
              <p>{writes}</p>
              <p className="text-muted">
                Signed in with <Mono>{found.credential}</Mono>, as the worker finds it.
              </p>
            </div>
          ))}
        </output>
      )}
    </div>
  );
}
