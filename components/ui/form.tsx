'use client';

import {
  createContext,
  type FormEvent,
  type ReactNode,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { classNames } from '@/components/class-names';
import { attempt } from './attempt';
import { Button, type ButtonProps } from './button';
import type { FieldError, FormAction, FormState } from './form-state';
import { RefusalNotice } from './refusal-notice';

type FormContextValue = { pending: boolean; errors: FieldError[] };

const FormContext = createContext<FormContextValue>({ pending: false, errors: [] });

/** Pending state and field errors of the enclosing `Form`. */
export function useFormContext(): FormContextValue {
  return useContext(FormContext);
}

/**
 * Sends a form and keeps what came of it. Without `useActionState`: React shows the outcome of one such
 * action only once all that run have ended, and one may wait for another's, as for a proof of who asks.
 */
function useSending<Result>(action: FormAction<Result>) {
  const [state, setState] = useState<FormState<Result>>({ status: 'idle' });
  const [pending, setPending] = useState(false);
  async function send(form: FormData) {
    setPending(true);
    try {
      setState(await attempt('this was saved', async () => action(state, form)));
    } catch (cause) {
      // Next follows a redirect where it is thrown while rendering.
      setState(() => {
        throw cause;
      });
    }
    setPending(false);
  }
  return { state, pending, send };
}

/**
 * A form around a server action. Refusals show on top, with their code
 * and the request's id, and beside their fields;
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
  const { state, pending, send } = useSending(props.action);
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
    void send(new FormData(event.currentTarget, submitter));
  }

  const errors = state.status === 'refused' ? (state.errors ?? []) : [];
  return (
    <FormContext.Provider value={{ pending, errors }}>
      <form
        id={props.id}
        // For what was sent before the page was ready: React keeps it, and hands it on here.
        action={(form) => void send(form)}
        onSubmit={submit}
        noValidate
        aria-label={props['aria-label']}
        className={classNames('flex flex-col gap-4', props.className)}
      >
        {state.status === 'refused' && (
          <div ref={summary} tabIndex={-1} className="rounded-lg">
            <RefusalNotice refusal={state} />
          </div>
        )}
        {props.children}
      </form>
    </FormContext.Provider>
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
