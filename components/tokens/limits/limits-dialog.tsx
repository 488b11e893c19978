'use client';

import { useRouter } from 'next/navigation';
import { AskedProblem } from '@/components/asking/asked-problem';
import { useAskedValue } from '@/components/asking/use-asked-value';
import { Button } from '@/components/ui/button';
import { Dialog, DialogClose } from '@/components/ui/dialog';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import { Input, Textarea } from '@/components/ui/input';
import type { Openable } from '@/components/ui/on-demand';
import { Skeleton, SkeletonRegion } from '@/components/ui/skeleton';
import { useToast } from '@/components/ui/toast';
import { addressHint } from '../address-hint';
import type { TokenActions } from '../token-actions';
import type { TokenRow } from '../token-row';
import { EndField } from './end-field';
import { type LimitsChoice, limitsQuestion } from './limits-question';
import { RestrictionField } from './restriction-field';

/** What somebody came to change: it stands first, and is filled in as they most likely want it. */
export type LimitsAim = 'restrict' | 'extend' | 'all';

export type LimitsDialogProps = Openable & {
  token: TokenRow | null;
  aim: LimitsAim;
  setLimits: TokenActions['setLimits'];
};

const TITLES: Record<LimitsAim, (name: string) => string> = {
  restrict: (name) => `Restrict ${name}`,
  extend: (name) => `Extend ${name}`,
  all: (name) => `Limits of ${name}`,
};

/** A token's end, scopes and addresses, changed within what its group allows. */
export function LimitsDialog(props: LimitsDialogProps) {
  const { token, aim } = props;
  const asked = useAskedValue(
    limitsQuestion,
    token && props.open ? { token: token.id, group: token.group.id } : null,
  );
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title={token ? TITLES[aim](`${token.name} ••${token.last4}`) : ''}
      description="Holds from the next request on. The secret stays the same."
    >
      {asked.status === 'answered' && token ? (
        <LimitsForm {...props} token={token} choice={asked.answer} />
      ) : (
        <SkeletonRegion label="Reading what its group owns">
          <Skeleton className="h-40 w-full" />
        </SkeletonRegion>
      )}
      <AskedProblem asked={asked} title="The group could not be read" />
    </Dialog>
  );
}

function LimitsForm(props: LimitsDialogProps & { token: TokenRow; choice: LimitsChoice }) {
  const { token, aim, choice } = props;
  const toast = useToast();
  const router = useRouter();
  const end = <EndField token={token} policy={choice.policy} isWanted={aim === 'extend'} />;
  const restriction = (
    <RestrictionField token={token} choice={choice} isWanted={aim === 'restrict'} />
  );
  return (
    <Form
      action={props.setLimits}
      onDone={() => {
        props.onOpenChange(false);
        toast.done(`${token.name} is held to its new limits`);
        router.refresh();
      }}
    >
      <input type="hidden" name="token" value={token.id} />
      {aim === 'extend' ? [end, restriction] : [restriction, end]}
      <Field
        name="allowedCidrs"
        label="Allowed addresses"
        optional
        hint={addressHint(choice.policy.allowedCidrs)}
      >
        <Textarea
          mono
          rows={2}
          defaultValue={token.allowedCidrs.join('\n')}
          placeholder="203.0.113.0/24"
        />
      </Field>
      <Field name="reason" label="Reason" optional hint="Stands in the log.">
        <Input maxLength={500} />
      </Field>
      <FormActions>
        <DialogClose render={<Button>Cancel</Button>} />
        <SubmitButton>Save limits</SubmitButton>
      </FormActions>
    </Form>
  );
}
