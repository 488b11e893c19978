'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { FormAction } from '@/components/ui/form-state';
import { useToast } from '@/components/ui/toast';
import { type SavedSink, SinkForm } from './sink-form';

/** The button and its dialog. */
export function CreateSink(props: { create: FormAction<SavedSink> }) {
  const toast = useToast();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" variant="primary" onClick={() => setOpen(true)}>
        Create sink
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title="Create sink"
        description="It begins with what is recorded from now on. What was before is an export."
      >
        <SinkForm
          save={props.create}
          onDone={({ name }) => {
            setOpen(false);
            toast.done(`${name} is created`, 'A test tells whether it takes what it is sent.');
            router.refresh();
          }}
        />
      </Dialog>
    </>
  );
}
