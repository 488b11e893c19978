'use client';

import { type ComponentProps, type ReactNode, useId } from 'react';
import { classNames } from '@/components/class-names';

type ChoiceProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & {
  label: ReactNode;
  hint?: ReactNode;
};

const box = 'mt-0.5 tick-box';

function Choice({ type, label, hint, className, ...rest }: ChoiceProps & { type: string }) {
  const hintId = useId();
  return (
    <label className={classNames('flex min-h-6 items-start gap-2 text-sm', className)}>
      <input aria-describedby={hint ? hintId : undefined} {...rest} type={type} className={box} />
      <span className="min-w-0">
        <span>{label}</span>
        {hint && (
          <span id={hintId} className="block text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}

/** A native checkbox with label and hint. */
export function Checkbox(props: ChoiceProps) {
  return <Choice {...props} type="checkbox" />;
}

/** One native radio; put several inside a `FieldGroup`, or use `RadioGroup`. */
export function Radio(props: ChoiceProps) {
  return <Choice {...props} type="radio" />;
}

/** Radios of one name; `defaultValue` or `value` + `onValueChange`. Wrap it in a `FieldGroup`. */
export function RadioGroup(props: {
  name: string;
  options: { value: string; label: ReactNode; hint?: ReactNode; disabled?: boolean }[];
  defaultValue?: string;
  value?: string;
  onValueChange?: (value: string) => void;
}) {
  return (
    <div className="flex flex-col gap-2">
      {props.options.map(({ value, ...option }) => (
        <Radio
          key={value}
          {...option}
          name={props.name}
          value={value}
          {...(props.value === undefined
            ? { defaultChecked: props.defaultValue === value }
            : { checked: props.value === value })}
          onChange={() => props.onValueChange?.(value)}
        />
      ))}
    </div>
  );
}

/** An on/off switch (a checkbox with role switch); it says its state by position, not colour alone. */
export function Switch({ label, hint, className, ...rest }: ChoiceProps) {
  const hintId = useId();
  return (
    <label className={classNames('flex min-h-6 items-start gap-3 text-sm', className)}>
      <span className="relative mt-0.5 inline-flex shrink-0">
        <input
          aria-describedby={hint ? hintId : undefined}
          {...rest}
          type="checkbox"
          // biome-ignore lint/a11y/useAriaPropsForRole: a native checkbox brings aria-checked itself
          role="switch"
          className="peer h-[18px] w-8 appearance-none rounded-full bg-line-strong transition-colors checked:bg-accent disabled:opacity-60"
        />
        <span className="pointer-events-none absolute top-0.5 left-0.5 size-3.5 rounded-full bg-surface transition-transform peer-checked:translate-x-3.5" />
      </span>
      <span className="min-w-0">
        <span>{label}</span>
        {hint && (
          <span id={hintId} className="block text-muted">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
