import { paths } from '@/components/paths';
import type { ActionOutcome } from '@/components/ui/form-state';
import type { Refusal } from '@/domain/base/refusal';
import { told } from './told';

export type { ActionOutcome };

type Result<Value> = Refusal | { ok: true; value: Value; seq?: number };

/**
 * The command's answer as a form understands it; `pick` cuts the value to what the page needs. A
 * refusal bears the id of the request, by which the log has it.
 */
export async function toFormState<Value>(result: Result<Value>): Promise<ActionOutcome<Value>>;
export async function toFormState<Value, Picked>(
  result: Result<Value>,
  pick: (value: Value, seq: number) => Picked,
): Promise<ActionOutcome<Picked>>;
export async function toFormState<Value, Picked>(
  result: Result<Value>,
  pick?: (value: Value, seq: number) => Picked,
): Promise<ActionOutcome<Value | Picked>> {
  if (!result.ok) return toRefused(result);
  const { value, seq = 0 } = result;
  return { status: 'done', result: pick ? pick(value, seq) : value };
}

/** For buttons and confirmations that only need to know whether it worked. */
export function toDone(result: Result<unknown>): Promise<ActionOutcome> {
  return toFormState(result, () => undefined);
}

async function toRefused(refusal: Refusal): Promise<ActionOutcome<never>> {
  const { code, message, errors, requestId, staged } = await told(refusal);
  return {
    status: 'refused',
    code,
    message,
    errors: errors.map((error) => ({ ...error })),
    requestId,
    ...(staged && { staged: paths.request(staged) }),
  };
}

/**
 * The text of one control; empty where it is missing, so that the command says what is wrong. What is
 * no form at all fails here, before the action is read: see `guardActions`.
 */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}

/** The text of a control that may be left empty; undefined where it is. */
export function optionalTextOf(form: FormData, name: string): string | undefined {
  return textOf(form, name).trim() || undefined;
}

/** A number that may be left empty; what is not a number becomes NaN, which commands refuse. */
export function optionalNumberOf(form: FormData, name: string): number | undefined {
  const text = optionalTextOf(form, name);
  return text === undefined ? undefined : Number(text);
}

/** All values of a control that has several (checkboxes, a `Combobox` with `multiple`). */
export function allTextOf(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value) => typeof value === 'string');
}

/** A textarea with one value a line (or separated by commas); blank ones are left out. */
export function linesOf(form: FormData, name: string): string[] {
  return textOf(form, name)
    .split(/[\n,]/)
    .map((line) => line.trim())
    .filter(Boolean);
}

/** Whether a checkbox or switch is on. */
export function isOn(form: FormData, name: string): boolean {
  return form.get(name) === 'on';
}
