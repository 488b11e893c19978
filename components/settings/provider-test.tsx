'use client';

import { FlaskConical } from 'lucide-react';
import type { ActionOutcome } from '@/components/ui/form-state';
import { ProviderTrip } from '@/components/ui/provider-trip';

/** Leads to the provider and back to a page of ours, which then shows what came of it. */
export function ProviderTestButton(props: {
  refusal: string | undefined;
  begin: () => Promise<ActionOutcome<{ slug: string; returnTo: string }>>;
}) {
  return (
    <ProviderTrip {...props} icon={<FlaskConical aria-hidden />} failed="Not tested">
      Test sign-in
    </ProviderTrip>
  );
}
