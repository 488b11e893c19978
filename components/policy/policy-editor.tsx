'use client';

import { useRouter } from 'next/navigation';
import { type MouseEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Question } from '@/components/asking/question';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount } from '@/components/format/format';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { Form } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import type { Consequences } from '@/domain/tokens/policy-consequences';
import { consequenceWords, type PolicyDraft } from './consequence-words';
import { PolicyBar } from './policy-bar';
import { changedIn, readPolicy } from './read-policy';
import { TouchedTokens } from './touched-tokens';

/** More than so many tokens that stop at once ask for their number to be typed. */
const MANY = 10;

/**
 * A policy's form: which living tokens a change stops, and when, is shown while one edits, and saved
 * with it. Fields are controls named `policy.…`.
 */
export function PolicyEditor(props: {
  /** Of what: "Policy of Billing". */
  title: string;
  action: FormAction;
  before: object;
  question: Question<PolicyDraft, Consequences>;
  group?: string;
  children: ReactNode;
  onTouch?: (isTouched: boolean) => void;
}) {
  const { title, before } = props;
  const router = useRouter();
  const toast = useToast();
  const fields = useRef<HTMLDivElement>(null);
  const [edits, setEdits] = useState(0);
  const [round, setRound] = useState(0);
  const [policy, setPolicy] = useState<Record<string, unknown> | null>({});
  const [showing, setShowing] = useState<'nothing' | 'tokens' | 'confirmation'>('nothing');
  const formOf = () => fields.current?.closest('form') ?? null;

  // After the edit is drawn: controls that are hidden have their new value only then.
  useEffect(() => {
    const form = edits > 0 && fields.current?.closest('form');
    setPolicy(form ? changedIn(readPolicy(new FormData(form)), before) : {});
  }, [edits, before]);

  function touch(count: number) {
    setEdits(count);
    props.onTouch?.(count > 0);
  }
  const isChanged = policy !== null && Object.keys(policy).length > 0;
  const draft = isChanged ? { ...(props.group && { group: props.group }), policy } : null;
  const preview = useAskedValue(props.question, draft && { ...draft, limit: 1, skip: 0 }, {
    pauseMs: TYPING_PAUSE_MS,
  });
  const known = preview.status === 'answered' ? preview.answer : null;
  const isMany = known !== null && known.nowCount > MANY;

  function hold(event: MouseEvent) {
    if (!isMany) return;
    event.preventDefault();
    setShowing('confirmation');
  }
  return (
    <Form
      action={props.action}
      aria-label="Policy"
      onDone={() => {
        touch(0);
        toast.done(`${title} saved`, known ? `${consequenceWords(known)}.` : undefined);
        router.refresh();
      }}
    >
      <div
        key={round}
        ref={fields}
        className="flex flex-col gap-4"
        onChange={() => touch(edits + 1)}
      >
        {props.children}
      </div>
      <PolicyBar
        isTouched={edits > 0}
        isIncomplete={policy === null}
        preview={preview}
        onReview={() => setShowing('tokens')}
        onSave={hold}
        onDiscard={() => {
          setRound(round + 1);
          touch(0);
        }}
      />
      <Dialog
        open={showing === 'tokens' && draft !== null}
        onOpenChange={() => setShowing('nothing')}
        size="large"
        title="Tokens that stop"
        description={
          known ? `${consequenceWords(known)}. Loosen the policy and they work again.` : ''
        }
      >
        {draft && <TouchedTokens question={props.question} draft={draft} />}
      </Dialog>
      <ConfirmDialog
        open={showing === 'confirmation' && isMany}
        onOpenChange={() => setShowing('nothing')}
        title={`Stop ${formatCount(known?.nowCount ?? 0, 'token')} at once?`}
        confirmLabel="Save policy"
        typeToConfirm={String(known?.nowCount ?? 0)}
        onConfirm={async () => formOf()?.requestSubmit()}
      >
        <p>
          {known && consequenceWords(known)}. They are refused with policy_not_met until they are
          rotated or the policy is loosened.
        </p>
      </ConfirmDialog>
    </Form>
  );
}
