'use client';

import { OctagonX } from 'lucide-react';
import { useState } from 'react';
import { useChanges } from '@/components/revocation/use-changes';
import { Button } from '@/components/ui/button';
import type { IdentityView } from '@/domain/identities/identity-view';
import { StopDialog } from './stop-dialog';

/** The button that stops everything somebody holds; a toast tells what that ended. */
export function StopIdentity(props: { identity: IdentityView; refusal: string | undefined }) {
  const { identity } = props;
  const { tell } = useChanges();
  const [open, setOpen] = useState(false);
  const groups = identity.groups.map(({ name }) => name);
  return (
    <>
      <Button
        variant="danger"
        icon={<OctagonX aria-hidden />}
        disabledReason={props.refusal}
        onClick={() => setOpen(true)}
      >
        Stop everything
      </Button>
      <StopDialog
        identity={open ? { ...identity, groups } : undefined}
        onClose={() => setOpen(false)}
        onStopped={tell}
      />
    </>
  );
}
