'use client';

import { useState } from 'react';
import { formatDateTime } from '@/components/format/format';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import { SecretReveal } from '@/components/ui/secret-reveal';
import { FirstUseWatcher } from '../new/first-use-watcher';
import { useMinting } from '../new/use-minting';
import type { TokenActions } from '../token-actions';
import type { TokenRow } from '../token-row';
import { OverlapField } from './overlap-field';
import type { RotatedToken } from './rotated-token';

const nothing = () => undefined;

/** Asks how long the old token goes on, rotates, and shows the new secret once. */
export function RotateDialog(props: {
  token: TokenRow | null;
  rotate: TokenActions['rotate'];
  onClose: () => void;
  /** The new secret was stored; the token's id. */
  onRotated: (id: string) => void;
}) {
  const { token } = props;
  const [issued, setIssued] = useState<RotatedToken | null>(null);
  const mint = useMinting(props.rotate, setIssued);
  return (
    <>
      <Dialog
        open={token !== null && issued === null}
        onOpenChange={(open) => {
          if (!open && issued === null) props.onClose();
        }}
        size="small"
        title={`Rotate ${token?.name ?? 'token'}`}
        description="Makes a successor with the same rights, whose secret is shown once."
      >
        {token && (
          <Form action={mint} onDone={nothing} aria-label="Rotate token">
            <input type="hidden" name="token" value={token.id} />
            <OverlapField group={token.group} initial={initialOverlap(token.group)} />
            {token.deliversTo !== null && (
              <p className="text-sm text-muted">
                Its schedule has the new secret brought to {token.deliversTo}, too.
              </p>
            )}
            <FormActions>
              <DialogClose render={<Button>Cancel</Button>} />
              <SubmitButton>Rotate</SubmitButton>
            </FormActions>
          </Form>
        )}
      </Dialog>
      <SecretReveal
        secret={issued?.secret ?? null}
        title={issued && `${issued.name} was rotated`}
        description={issued && <Fate rotated={issued} />}
        onClose={() => {
          const id = issued?.id;
          setIssued(null);
          props.onClose();
          if (id !== undefined) props.onRotated(id);
        }}
      >
        {issued && <FirstUseWatcher tokenId={issued.id} />}
      </SecretReveal>
    </>
  );
}

function initialOverlap(group: TokenRow['group']): string {
  if (group.rotationOverlapSeconds > 0) return 'group';
  return group.longestOverlapSeconds === 0 ? 'none' : 'first-use';
}

function Fate({ rotated }: { rotated: RotatedToken }) {
  const { last4, worksUntil, untilFirstUse } = rotated.predecessor;
  const ends =
    worksUntil === null
      ? 'is denied from now on'
      : `works until ${untilFirstUse ? 'this one is used, or ' : ''}${formatDateTime(worksUntil)}`;
  return `The old one, ending in ${last4}, ${ends}. This one works until ${formatDateTime(rotated.expiresAt)}.`;
}
