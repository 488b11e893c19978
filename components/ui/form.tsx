'use client';

import {
  createContext,
  type FormEvent,
  type ReactNode,
  startTransition,
  useActionState,
  useContext,
  useEffect,
  useRef,
} from 'react';
import { classNames } from '@/components/class-names';
import { attempt } from './attempt';
import { Button, type ButtonProps } from './button';
import type { FieldError, FormAction, FormState } from './form-state';
import { Notice } from './notice';
import { UPDATED_CODE } from './updated';

type FormContextValue = { pending: boolean; errors: FieldError[] };

const FormContext = createContext<FormContextValue>({ pending: false, errors: [] });

/** Pending state and field errors of the enclosing `Form`. */
export function useFormContext(): FormContextValue {
  return useContext(FormContext);
}

/**
 * A form around a server action. Refusals show on top with their code and beside their fields;
 * nothing typed is lost, because the form is submitted without React's automatic reset.
 * `onDone` gets the result once per success (close the dialog, toast, navigate).
 */
export function Form<Result>(props: {
  action: FormAction<Result>;
  onDone?: (result: Result, message: string | undefined) => void;
  children: ReactNode;
  className?: string;
  id?: string;
  'aria-label'?: string;
}) {
  const [state, dispatch, pending] = useActionState<FormState<Result>, FormData>(
    (previous, form) => attempt('this was saved', async () => props.action(previous, form)),
    { status: 'idle' },
  );
  const summary = useRef<HTMLDivElement>(null);
  const onDone = useRef(props.onDone);
  useEffect(() => {
    onDone.current = props.onDone;
  });
  useEffect(() => {
    if (state.status === 'refused') summary.current?.focus();
    if (state.status === 'done') onDone.current?.(state.result, state.message);
  }, [state]);

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const submitter = (event.nativeEvent as SubmitEvent).submitter;
    const formData = new FormData(event.currentTarget, submitter);
    startTransition(() => dispatch(formData));
  }

  const errors = state.status === 'refused' ? (state.errors ?? []) : [];
  return (
    <FormContext.Provider value={{ pending, errors }}>
      <form
        id={props.id}
        action={dispatch}
        onSubmit={submit}
        noValidate
        aria-label={props['aria-label']}
        className={classNames('flex flex-col gap-4', props.className)}
      >
        {state.status === 'refused' && (
          <div ref={summary} tabIndex={-1} className="rounded-lg">
            <FormRefusal refusal={state} />
          </div>
        )}
        {props.children}
      </form>
    </FormContext.Provider>
  );
}

/** The summary of a refusal: message, every field's complaint, the stable code, the request id. */
export function FormRefusal(props: {
  refusal: {
    code: string;
    message: string;
    errors?: FieldError[] | undefined;
    requestId?: string | undefined;
  };
}) {
  const { code, message, requestId } = props.refusal;
  if (code === UPDATED_CODE) return <UpdatedNotice />;
  // A single complaint is often the message itself.
  const errors = (props.refusal.errors ?? []).filter((error) => error.message !== message);
  return (
    <Notice tone="danger" title={message} live>
      {errors.length > 0 && (
        <ul className="list-disc pl-4">
          {errors.map((error) => (
            <li key={`${error.path} ${error.message}`}>{error.message}</li>
          ))}
        </ul>
      )}
      <p className="text-xs">
        <code>{code}</code>
        {requestId && <code> · {requestId}</code>}
      </p>
    </Notice>
  );
}

/** A page from before an upgrade can't go on; reloading is left to whoever has typed something. */
export function UpdatedNotice() {
  return (
    <Notice
      tone="info"
      title="Keyward was updated"
      live
      actions={<Button onClick={() => window.location.reload()}>Reload</Button>}
    >
      <p>
        This page is from before and can’t go on. What you typed is still here: copy what you want
        to keep, then reload, and see whether your last step was taken.
      </p>
    </Notice>
  );
}

/** The submit button: pending while its form is (also from outside a `Form`, by `form="id"`). */
export function SubmitButton({ variant = 'primary', pending, ...rest }: ButtonProps) {
  const form = useFormContext();
  return <Button {...rest} type="submit" variant={variant} pending={pending ?? form.pending} />;
}

/** Row of buttons at the foot of a form, aligned right. */
export function FormActions(props: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center justify-end gap-2 pt-2">{props.children}</div>;
}
