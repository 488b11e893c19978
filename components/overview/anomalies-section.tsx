import { Pause, Siren, Trash2 } from 'lucide-react';
import type { AnomalyRow, Dismiss } from '@/components/anomalies/anomaly-acts';
import { AnomalyLine } from '@/components/anomalies/anomaly-line';
import { formatCount, formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import type { TokenRow } from '@/components/tokens/token-row';
import { Button } from '@/components/ui/button';
import { TextLink } from '@/components/ui/link';
import { AttentionFrame } from './attention-section';

export interface ToldAnomaly {
  readonly anomaly: AnomalyRow;
  /** What it is about; null of a group. */
  readonly token: TokenRow | null;
}

type OnStop = (act: 'suspend' | 'revoke', token: TokenRow) => void;

const LOOK = {
  icon: Siren,
  tone: 'danger' as const,
  title: (count: number) => formatCount(count, 'anomaly', 'anomalies'),
  why: 'Tokens are used in a way they never were. Look at the evidence, stop what is wrong, dismiss what isn’t.',
  href: paths.anomalies({ state: 'open' }),
};

/** Uses out of the ordinary that nobody has seen to, the newest first. */
export function AnomaliesSection(props: {
  count: number;
  lines: readonly ToldAnomaly[];
  dismiss: Dismiss;
  onStop: OnStop;
}) {
  const { count, lines, dismiss, onStop } = props;
  return (
    <AttentionFrame look={LOOK} count={count}>
      {lines.map(({ anomaly, token }) => (
        <AnomalyLine
          key={anomaly.id}
          anomaly={anomaly}
          dismiss={dismiss}
          stop={token && <Stop kind={anomaly.kind} token={token} onStop={onStop} />}
          className="py-1.5"
        />
      ))}
      {count > lines.length && (
        <li className="text-sm text-muted">
          <TextLink href={LOOK.href}>and {formatNumber(count - lines.length)} more</TextLink>
        </li>
      )}
    </AttentionFrame>
  );
}

/** What stops the token, while it isn't stopped for good: one that was rotated out is only to be revoked. */
function Stop(props: { kind: AnomalyRow['kind']; token: TokenRow; onStop: OnStop }) {
  const { kind, token, onStop } = props;
  const [act, label, Icon] =
    kind === 'stopped_use'
      ? (['revoke', 'Revoke', Trash2] as const)
      : (['suspend', 'Suspend', Pause] as const);
  if (token.status === 'revoked' || token.status === 'expired') return null;
  return (
    <Button
      size="small"
      icon={<Icon aria-hidden />}
      aria-label={`${label} ${token.name}`}
      disabledReason={token.refusals[act] ?? undefined}
      onClick={() => onStop(act, token)}
    >
      {label}
    </Button>
  );
}
