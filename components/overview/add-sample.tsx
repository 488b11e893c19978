'use client';

import { FlaskConical } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { paths } from '@/components/paths';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';

/** Adds an API, scopes, a group and a service account to try with, and goes on to a first token. */
export function AddSample(props: { add: () => Promise<ActionOutcome<{ group: string }>> }) {
  const toast = useToast();
  const router = useRouter();
  const [pending, setPending] = useState(false);
  async function add() {
    setPending(true);
    const outcome = await attempt('the sample was added', props.add);
    setPending(false);
    if (outcome.status === 'refused') return toast.refused('No sample was added', outcome);
    if (outcome.status === 'done') router.push(paths.tokenNew({ group: outcome.result.group }));
  }
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line pt-3">
      <Button size="small" icon={<FlaskConical aria-hidden />} pending={pending} onClick={add}>
        Add a sample API
      </Button>
      <p className="text-muted">
        With scopes, a group and a service account: a token of it works at once.
      </p>
    </div>
  );
}
