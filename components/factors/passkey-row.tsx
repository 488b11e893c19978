'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import { Input } from '@/components/ui/input';
import { RelativeTime } from '@/components/ui/relative-time';
import { useToast } from '@/components/ui/toast';
import { useAct } from '@/components/ui/use-act';
import type { Enrolling } from './enrolling';

export interface Passkey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
  readonly clonedAt: Date | null;
}

/** One of one's own passkeys: renamed where it stands, or removed. */
export function PasskeyRow(props: {
  passkey: Passkey;
  actions: Pick<Enrolling, 'renamePasskey' | 'removePasskey'>;
}) {
  const { passkey, actions } = props;
  const { id, name, createdAt, lastUsedAt, clonedAt } = passkey;
  const [isRenaming, setIsRenaming] = useState(false);
  const { pending, run } = useAct(() => actions.removePasskey(id), {
    ...{ lost: `${name} was removed`, refused: `${name} was not removed` },
    done: `${name} is removed`,
  });
  if (isRenaming) {
    return (
      <li>
        <RenamePasskey
          passkey={passkey}
          rename={actions.renamePasskey}
          onClose={() => setIsRenaming(false)}
        />
      </li>
    );
  }
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 text-sm">
      <span className="min-w-0">
        <span className="font-medium break-words">{name}</span>
        <span className="block text-muted">
          {clonedAt ? (
            'Somebody may have a copy: it lets nobody in. Remove it.'
          ) : (
            <>
              Added <RelativeTime date={createdAt} />, last used{' '}
              {lastUsedAt ? <RelativeTime date={lastUsedAt} /> : 'never'}
            </>
          )}
        </span>
      </span>
      <span className="flex gap-2">
        <Button size="small" onClick={() => setIsRenaming(true)} aria-label={`Rename ${name}`}>
          Rename
        </Button>
        <Button size="small" pending={pending} onClick={run} aria-label={`Remove ${name}`}>
          Remove
        </Button>
      </span>
    </li>
  );
}

function RenamePasskey(props: {
  passkey: Passkey;
  rename: Enrolling['renamePasskey'];
  onClose(): void;
}) {
  const { passkey, onClose } = props;
  const router = useRouter();
  const toast = useToast();
  return (
    <Form
      action={props.rename}
      onDone={() => {
        onClose();
        toast.done('Passkey renamed');
        router.refresh();
      }}
      aria-label={`Rename ${passkey.name}`}
      className="max-w-sm"
    >
      <input type="hidden" name="passkey" value={passkey.id} />
      <Field name="name" label="New name of the passkey" required>
        <Input
          autoFocus
          defaultValue={passkey.name}
          maxLength={120}
          onFocus={(event) => event.target.select()}
        />
      </Field>
      <FormActions>
        <Button onClick={onClose}>Cancel</Button>
        <SubmitButton>Rename</SubmitButton>
      </FormActions>
    </Form>
  );
}
