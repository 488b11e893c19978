'use client';

import { useKeyedForm } from '@/components/revocation/use-keyed-form';
import type { FormAction } from '@/components/ui/form-state';
import { loadSecretReveal } from '@/components/ui/secret-reveal';
import type { ShownSecret } from './shown-secret';

/** Makes a webhook's secret by a form, once, and gives it to `onShown` alone. */
export function useSecret(
  make: FormAction<ShownSecret>,
  onShown: (shown: ShownSecret) => void,
): FormAction {
  return useKeyedForm(async (form) => {
    // What can't be shown must not be made.
    await loadSecretReveal();
    return make({ status: 'idle' }, form);
  }, onShown);
}
