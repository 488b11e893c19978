'use client';

import { Snowflake, Sun } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import { prepareChange } from './change';
import { ReceiptStatus } from './receipt-status';
import { useSameChange } from './use-same-change';

export type Freezable = {
  kind: 'group' | 'API';
  id: string;
  name: string;
  state: 'active' | 'frozen';
};

const CHANGES = {
  group: ['freezeGroup', 'unfreezeGroup'],
  API: ['freezeApi', 'unfreezeApi'],
} as const;
const HOUR_MS = 3_600_000;
const ENDS = [
  { value: '1', label: 'In an hour' },
  { value: '8', label: 'In 8 hours' },
  { value: '24', label: 'In a day' },
  { value: '168', label: 'In a week' },
  { value: '', label: 'When somebody unfreezes it' },
];

/** Freezes a group or an API after one confirmation, with a reason and an end, or lets it work again. */
export function FreezeButton(props: {
  thing: Freezable;
  refusal: string | undefined;
  /** What stops, and what goes on. */
  children: ReactNode;
  className?: string;
  /** Where what is shown of it doesn't come with the page. */
  onChanged?: () => void;
}) {
  const { thing } = props;
  const { kind, name } = thing;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('incident');
  const [hours, setHours] = useState('24');
  const [pending, startTransition] = useTransition();
  const send = useSameChange();
  const [freezing, unfreezing] = CHANGES[kind];

  async function freeze() {
    const until = hours && new Date(Date.now() + Number(hours) * HOUR_MS).toISOString();
    const settled = await send([freezing, thing.id, reason, hours], () =>
      prepareChange(freezing, thing, { reason: reason.trim(), ...(until && { until }) }),
    );
    if (settled.status !== 'done') return settled.refusal;
    toast.show({
      tone: 'ok',
      title: `${name} is frozen`,
      description: <ReceiptStatus seq={settled.changed.seq} />,
    });
    props.onChanged?.();
    router.refresh();
    return undefined;
  }
  function unfreeze() {
    if (pending) return;
    startTransition(async () => {
      const settled = await send([unfreezing, thing.id], () => prepareChange(unfreezing, thing));
      if (settled.status === 'done') toast.done(`${name} is active`);
      else toast.refused(`${name} is still frozen`, settled.refusal);
      if (settled.status === 'lost') return;
      props.onChanged?.();
      router.refresh();
    });
  }
  if (thing.state === 'frozen') {
    return (
      <Button
        icon={<Sun aria-hidden />}
        aria-label={`Unfreeze ${name}`}
        pending={pending}
        disabledReason={props.refusal}
        onClick={unfreeze}
        className={props.className}
      >
        Unfreeze
      </Button>
    );
  }
  return (
    <>
      <Button
        icon={<Snowflake aria-hidden />}
        aria-label={`Freeze ${name}`}
        disabledReason={props.refusal}
        onClick={() => setOpen(true)}
        className={props.className}
      >
        Freeze
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Freeze ${name}?`}
        confirmLabel={`Freeze ${kind}`}
        onConfirm={freeze}
      >
        {props.children}
        <Field label="Reason" name="reason">
          <Input
            value={reason}
            maxLength={500}
            required
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <Field label="Ends" name="ends">
          <Select options={ENDS} value={hours} onChange={(event) => setHours(event.target.value)} />
        </Field>
      </ConfirmDialog>
    </>
  );
}
