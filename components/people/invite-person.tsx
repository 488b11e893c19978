'use client';

import { Link2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { attempt } from '@/components/ui/attempt';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { loadSecretReveal } from '@/components/ui/secret-reveal';
import { useToast } from '@/components/ui/toast';
import { InviteLink } from './invite-link';

/** Makes a one-time link for a person and shows it. */
export function InvitePerson(props: {
  person: { name: string; hasPassword: boolean };
  /** In a row, what the button is called there. */
  label?: string;
  refusal: string | undefined;
  linkHours: number;
  invite: () => Promise<ActionOutcome<{ secret: string }>>;
}) {
  const { name, hasPassword } = props.person;
  const toast = useToast();
  const router = useRouter();
  const [code, setCode] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();
  function invite() {
    if (pending) return;
    startTransition(async () => {
      try {
        await loadSecretReveal();
        const outcome = await attempt('a link was made', props.invite);
        if (outcome.status === 'refused') toast.refused('No link was made', outcome);
        else setCode(outcome.result.secret);
      } catch (cause) {
        console.error(new Error('The link could not be made', { cause }));
        toast.failed('There is no link to show', 'The server did not answer. Try again.');
      }
    });
  }
  return (
    <>
      <Button
        icon={<Link2 aria-hidden />}
        pending={pending}
        {...(props.label && { size: 'small', 'aria-label': `${props.label} for ${name}` })}
        disabledReason={props.refusal}
        onClick={invite}
      >
        {props.label ?? (hasPassword ? 'Password link' : 'Invitation link')}
      </Button>
      <InviteLink
        name={name}
        code={code}
        hours={props.linkHours}
        onClose={() => {
          setCode(null);
          router.refresh();
        }}
      />
    </>
  );
}
