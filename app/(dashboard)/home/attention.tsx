import { CircleCheck } from 'lucide-react';
import { dismissAction } from '@/app/actions/anomalies';
import { snoozeAction, wakeAction } from '@/app/actions/attention';
import { whyNot } from '@/app/server/rights';
import { tokenActions } from '@/app/token-lists/token-actions';
import { toTokenRow } from '@/app/token-lists/token-rows';
import { AttentionList } from '@/components/overview/attention-list';
import { Section } from '@/components/ui/section';
import { EmptyState } from '@/components/ui/states';
import { anomalyTarget } from '@/domain/anomalies/anomaly-rules';
import { dismissAnomaly } from '@/domain/anomalies/dismiss-anomaly';
import type { Actor } from '@/domain/base/actor';
import type { Overview } from '@/domain/overview/get-overview';

const actions = {
  tokens: tokenActions,
  snooze: snoozeAction,
  wake: wakeAction,
  dismiss: dismissAction,
};

export const waitingIn = ({ attention, waitingRules, anomalies }: Overview): number =>
  attention.reduce((sum, item) => sum + item.count, waitingRules.count + (anomalies?.count ?? 0));

/** What needs somebody now, with what they may do about it. */
export async function Attention(props: { actor: Actor; overview: Promise<Overview> }) {
  const { actor } = props;
  const overview = await props.overview;
  const { attention, snoozed, waitingRules, anomalies } = overview;
  const isQuiet = waitingIn(overview) === 0 && snoozed.length === 0;
  return (
    <Section title="Attention" flush>
      {isQuiet ? (
        <EmptyState title="Nothing needs you now" icon={<CircleCheck aria-hidden />}>
          No token is expiring, unused, over-powered or used out of the ordinary.
        </EmptyState>
      ) : (
        <AttentionList
          items={attention.map(({ lines, ...item }) => ({
            ...item,
            lines: lines.map(({ token, detail }) => ({ token: toTokenRow(actor, token), detail })),
          }))}
          snoozed={snoozed.map(({ token, ...snooze }) => ({
            ...snooze,
            token: toTokenRow(actor, token),
          }))}
          waitingRules={waitingRules}
          anomalies={{
            count: anomalies?.count ?? 0,
            lines: (anomalies?.items ?? []).map(({ anomaly, token }) => ({
              anomaly: {
                ...anomaly,
                refusal: whyNot(actor, dismissAnomaly, anomalyTarget(anomaly), anomaly) ?? null,
              },
              token: token && toTokenRow(actor, token),
            })),
          }}
          actions={actions}
        />
      )}
    </Section>
  );
}
