import type { Refusal } from '@/domain/base/refusal';

/** For a span: whether it was done, or how and by which code it was refused. */
export const endingOf = (result: Refusal | { readonly ok: true }) =>
  result.ok ? { outcome: 'done' } : { outcome: result.kind, code: result.code };
