'use client';

import { Trash2 } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { paths } from '@/components/paths';
import { Button } from '@/components/ui/button';
import { Checkbox } from '@/components/ui/choice';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';

/** Deletes a rule, and says what becomes of the tokens it gave: they go on, or end with it. */
export function DeleteRule(props: {
  rule: { name: string; livingTokens: number };
  refusal: string | undefined;
  deleteRule: (revokeTokens: boolean) => Promise<ActionOutcome<number>>;
}) {
  const { rule, refusal } = props;
  const router = useRouter();
  const toast = useToast();
  const [open, setOpen] = useState(false);
  const [revokes, setRevokes] = useState(false);
  const living = formatCount(rule.livingTokens, 'token');
  const areAlive =
    rule.livingTokens === 0
      ? 'None of its tokens is alive'
      : `${living} that it gave ${rule.livingTokens === 1 ? 'is' : 'are'} alive, for an hour at most`;
  async function confirm() {
    const outcome = await props.deleteRule(revokes);
    if (outcome.status === 'refused') return outcome;
    const ended = outcome.result > 0 && `${formatCount(outcome.result, 'token')} revoked.`;
    toast.done(`${rule.name} deleted`, ended || undefined);
    router.push(paths.settings('workloads'));
    return undefined;
  }
  return (
    <Section title="Delete">
      <div className="flex flex-wrap items-center justify-between gap-3 text-sm">
        <p className="text-muted">{refusal ?? `Its pipeline gets no more tokens. ${areAlive}.`}</p>
        <Button
          variant="danger"
          icon={<Trash2 aria-hidden />}
          disabledReason={refusal}
          onClick={() => setOpen(true)}
        >
          Delete trust rule
        </Button>
      </div>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={`Delete ${rule.name}?`}
        confirmLabel="Delete trust rule"
        onConfirm={confirm}
      >
        <p>The next exchange of its pipeline is refused. This can’t be undone.</p>
        {rule.livingTokens > 0 && (
          <div className="pt-3">
            <p className="pb-2">
              {areAlive}. Left alone, {rule.livingTokens === 1 ? 'it works' : 'they work'} until the
              end of {rule.livingTokens === 1 ? 'its' : 'their'} lifetime.
            </p>
            <Checkbox
              label={`Revoke ${rule.livingTokens === 1 ? 'it' : 'them'} as well`}
              checked={revokes}
              onChange={(event) => setRevokes(event.target.checked)}
            />
          </div>
        )}
      </ConfirmDialog>
    </Section>
  );
}
