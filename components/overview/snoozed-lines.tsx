'use client';

import { AlarmClock } from 'lucide-react';
import { paths } from '@/components/paths';
import type { TokenRow } from '@/components/tokens/token-row';
import { TokenTitle } from '@/components/tokens/token-title';
import { Button } from '@/components/ui/button';
import type { ActionOutcome } from '@/components/ui/form-state';
import { AbsoluteTime } from '@/components/ui/relative-time';
import { useAct } from '@/components/ui/use-act';
import type { AttentionKind } from '@/domain/overview/attention-kinds';
import { SNOOZED_WORDS } from './attention-looks';

export interface Snoozed {
  readonly kind: AttentionKind;
  readonly token: TokenRow;
  readonly until: string;
  readonly by: string;
  readonly reason: string | null;
}

/** What is told where a token can't be woken; that it is, the page itself shows. */
export const wakingWords = ({ name }: Pick<TokenRow, 'name'>) => ({
  lost: `${name} asks for attention again`,
  refused: `${name} was not woken`,
});

type Wake = (kind: AttentionKind, token: string) => Promise<ActionOutcome>;

/** What was put off, by whom and until when, each with the way back. */
export function SnoozedLines(props: { snoozed: readonly Snoozed[]; wake: Wake }) {
  return (
    <ul className="divide-y divide-line pt-1">
      {props.snoozed.map((line) => (
        <SnoozedLine key={`${line.kind} ${line.token.id}`} line={line} wake={props.wake} />
      ))}
    </ul>
  );
}

function SnoozedLine({ line, wake }: { line: Snoozed; wake: Wake }) {
  const { kind, token, until, by, reason } = line;
  const { run, pending } = useAct(() => wake(kind, token.id), wakingWords(token));
  return (
    <li className="flex items-center justify-between gap-3 py-1.5">
      <div className="min-w-0">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <TokenTitle token={token} href={paths.token(token.id)} />
          <span className="text-muted">{SNOOZED_WORDS[kind]}</span>
        </p>
        <p className="text-muted">
          by {by}, until <AbsoluteTime date={until} />
          {reason && `: ${reason}`}
        </p>
      </div>
      <Button
        size="small"
        icon={<AlarmClock aria-hidden />}
        aria-label={`Wake ${token.name}`}
        disabledReason={token.refusals.snooze ?? undefined}
        pending={pending}
        onClick={() => void run()}
      >
        Wake
      </Button>
    </li>
  );
}
