'use client';

import { useState } from 'react';
import { formatCount } from '@/components/format/format';
import { prepareChange } from '@/components/revocation/change';
import { useChanges } from '@/components/revocation/use-changes';
import type { TokenActions } from '@/components/tokens/token-actions';
import type { TokenRow } from '@/components/tokens/token-row';
import type { ActionOutcome, FormAction } from '@/components/ui/form-state';
import type { AttentionKind } from '@/domain/overview/attention-kinds';
import type { WaitingRules } from '@/domain/overview/waiting-rules';
import { AnomaliesSection, type ToldAnomaly } from './anomalies-section';
import { AttentionDialogs } from './attention-dialogs-on-demand';
import { ATTENTION_LOOKS, type AttentionAct } from './attention-looks';
import { AttentionSection } from './attention-section';
import { type Snoozed, SnoozedLines } from './snoozed-lines';
import { WaitingRulesSection } from './waiting-rules-section';

export interface AttentionItem {
  readonly kind: AttentionKind;
  readonly count: number;
  /** The first few; `detail` is a number of denials where the kind is about them. */
  readonly lines: readonly { readonly token: TokenRow; readonly detail: number | null }[];
}

export type AttentionActions = {
  tokens: TokenActions;
  /** Fields: `kind`, `token`, `until`, `reason`. */
  snooze: FormAction;
  wake: (kind: AttentionKind, token: string) => Promise<ActionOutcome>;
  dismiss: (anomaly: string) => Promise<ActionOutcome>;
};

/** What is asked before something is done, of which token and for which reason. */
export type Opened =
  | { ask: 'answer' | 'rotate' | 'restrict' | 'extend' | 'revokeFamily'; token: TokenRow }
  | { ask: 'snooze'; token: TokenRow; kind: AttentionKind }
  | { ask: 'all'; kind: AttentionKind; act: 'suspend' | 'revoke' };

/** What somebody should look at, worst first, each token with what can be done about it there. */
export function AttentionList(props: {
  items: readonly AttentionItem[];
  snoozed: readonly Snoozed[];
  waitingRules: WaitingRules;
  /** The newest of those that nobody has dismissed. */
  anomalies: { readonly count: number; readonly lines: readonly ToldAnomaly[] };
  actions: AttentionActions;
}) {
  const { items, snoozed, waitingRules, anomalies, actions } = props;
  const { send } = useChanges();
  const [opened, setOpened] = useState<Opened | null>(null);
  function act(what: AttentionAct | 'snooze', token: TokenRow, kind: AttentionKind) {
    if (what === 'snooze') setOpened({ ask: 'snooze', token, kind });
    else if (what === 'suspend' || what === 'revoke') stop(what, token);
    else if (what !== 'watch') setOpened({ ask: what, token });
  }
  function stop(what: 'suspend' | 'revoke', token: TokenRow) {
    const isOneOfMany = what === 'revoke' && token.livingRelatives > 0;
    if (isOneOfMany) setOpened({ ask: 'revokeFamily', token });
    else void send(prepareChange(what, token));
  }
  return (
    <>
      <ul className="divide-y divide-line">
        {anomalies.count > 0 && (
          <AnomaliesSection {...anomalies} dismiss={actions.dismiss} onStop={stop} />
        )}
        {items.map((item) => (
          <AttentionSection
            key={item.kind}
            item={item}
            look={ATTENTION_LOOKS[item.kind]}
            onAct={(what, token) => act(what, token, item.kind)}
            onAll={(what) => setOpened({ ask: 'all', kind: item.kind, act: what })}
          />
        ))}
        {waitingRules.count > 0 && <WaitingRulesSection {...waitingRules} />}
      </ul>
      {snoozed.length > 0 && (
        <details className="border-t border-line px-4 py-2.5 text-sm">
          <summary className="min-h-6 cursor-pointer rounded-sm text-muted hover:text-ink">
            {formatCount(snoozed.length, 'item')} snoozed
          </summary>
          <SnoozedLines snoozed={snoozed} wake={actions.wake} />
        </details>
      )}
      <AttentionDialogs
        open={opened !== null}
        onOpenChange={(open) => !open && setOpened(null)}
        opened={opened}
        actions={actions}
      />
    </>
  );
}
