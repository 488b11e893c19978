'use client';

import { FlaskConical } from 'lucide-react';
import { useState } from 'react';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { providerAddress } from '@/components/ui/provider-address';
import { useToast } from '@/components/ui/toast';

/** Leads to the provider and back to this page, which then shows what came of it. */
export function ProviderTestButton(props: {
  refusal: string | undefined;
  begin: () => Promise<ActionOutcome<{ slug: string; returnTo: string }>>;
}) {
  const toast = useToast();
  const [pending, setPending] = useState(false);
  async function go() {
    setPending(true);
    const begun = await attempt('the test was begun', props.begin);
    if (begun.status === 'refused') {
      setPending(false);
      toast.refused('Not tested', begun);
      return;
    }
    const { slug, returnTo } = begun.result;
    const answer = await attempt('you can be led to the provider', () =>
      providerAddress(slug, returnTo),
    );
    if ('url' in answer) return window.location.assign(answer.url);
    setPending(false);
    toast.refused('Not tested', answer);
  }
  return (
    <Button
      icon={<FlaskConical aria-hidden />}
      pending={pending}
      disabledReason={props.refusal}
      onClick={() => void go()}
    >
      Test sign-in
    </Button>
  );
}
