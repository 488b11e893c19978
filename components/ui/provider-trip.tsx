'use client';

import { type ReactNode, useState } from 'react';
import { attempt } from './attempt';
import { Button } from './button';
import type { ActionOutcome } from './form-state';
import { providerAddress } from './provider-address';
import { useToast } from './toast';

/** A button that leads to a provider and back here, without signing anybody in. */
export function ProviderTrip(props: {
  icon: ReactNode;
  /** Short, where the way is refused. */
  failed: string;
  refusal?: string | undefined;
  begin: () => Promise<ActionOutcome<{ slug: string; returnTo: string }>>;
  children: ReactNode;
}) {
  const toast = useToast();
  const [pending, setPending] = useState(false);
  async function go() {
    setPending(true);
    const begun = await attempt('it was begun', props.begin);
    if (begun.status === 'refused') {
      setPending(false);
      toast.refused(props.failed, begun);
      return;
    }
    const { slug, returnTo } = begun.result;
    const lost = 'the provider was asked';
    const answer = await attempt(lost, () => providerAddress(slug, returnTo));
    if ('url' in answer) return window.location.assign(answer.url);
    setPending(false);
    toast.refused(props.failed, answer);
  }
  return (
    <Button
      icon={props.icon}
      pending={pending}
      disabledReason={props.refusal}
      onClick={() => void go()}
    >
      {props.children}
    </Button>
  );
}
