'use client';

import { CircleAlert } from 'lucide-react';
import { createContext, type ReactNode, useContext, useId } from 'react';
import { classNames } from '@/components/class-names';
import { useFormContext } from './form';
import { errorsFor } from './form-state';

export type ControlAttributes = {
  id?: string | undefined;
  name?: string | undefined;
  required?: boolean | undefined;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: true | undefined;
};

const ControlContext = createContext<ControlAttributes>({});

/** What the enclosing `Field` wants on its control; the kit's controls apply it by themselves. */
export function useControlAttributes(): ControlAttributes {
  return useContext(ControlContext);
}

type FieldProps = {
  /** The control's name in the FormData, and the `path` of its errors. */
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  /** Overrides the errors of the enclosing `Form`. */
  error?: string | undefined;
  required?: boolean;
  /** Shows "Optional" beside the label. */
  optional?: boolean;
  children: ReactNode;
  className?: string;
};

function useFieldMessages(props: Pick<FieldProps, 'name' | 'error' | 'hint'>) {
  const form = useFormContext();
  const id = useId();
  const messages = props.error ? [props.error] : errorsFor(form.errors, props.name);
  const invalid = messages.length > 0;
  const described = [props.hint && `${id}-hint`, invalid && `${id}-error`].filter(Boolean);
  return { id, messages, invalid, describedBy: described.join(' ') || undefined };
}

function FieldMessages(props: { id: string; hint: ReactNode; messages: string[] }) {
  return (
    <>
      {props.hint && (
        <p id={`${props.id}-hint`} className="text-sm text-muted">
          {props.hint}
        </p>
      )}
      {props.messages.length > 0 && (
        <p id={`${props.id}-error`} className="flex gap-1.5 text-sm text-danger">
          <CircleAlert aria-hidden size={14} className="mt-[3px] shrink-0" />
          <span>{props.messages.join(' ')}</span>
        </p>
      )}
    </>
  );
}

/** Label, one control, hint and error, wired by aria. Put an `Input`, `Select`, … inside. */
export function Field(props: FieldProps) {
  const { id, messages, invalid, describedBy } = useFieldMessages(props);
  return (
    <div className={classNames('flex min-w-0 flex-col gap-1', props.className)}>
      <label
        id={`${id}-label`}
        htmlFor={id}
        className="flex items-baseline gap-2 text-sm font-medium"
      >
        {props.label}
        {props.optional && <span className="text-xs font-normal text-muted">Optional</span>}
      </label>
      <ControlContext.Provider
        value={{
          id,
          name: props.name,
          required: props.required,
          'aria-describedby': describedBy,
          'aria-invalid': invalid || undefined,
        }}
      >
        {props.children}
      </ControlContext.Provider>
      <FieldMessages id={id} hint={props.hint} messages={messages} />
    </div>
  );
}

/** A fieldset with legend for radio groups and sets of checkboxes; same errors as `Field`. */
export function FieldGroup(props: FieldProps) {
  const { id, messages, describedBy } = useFieldMessages(props);
  return (
    <fieldset
      aria-describedby={describedBy}
      className={classNames('flex min-w-0 flex-col gap-1.5', props.className)}
    >
      <legend className="mb-1 flex items-baseline gap-2 text-sm font-medium">
        {props.label}
        {props.optional && <span className="text-xs font-normal text-muted">Optional</span>}
      </legend>
      {props.children}
      <FieldMessages id={id} hint={props.hint} messages={messages} />
    </fieldset>
  );
}
