import { setRetentionAction } from '@/app/actions/retention';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { DroppedDays } from '@/components/settings/retention/dropped-days';
import { NextDays } from '@/components/settings/retention/next-days';
import { KeptFacts, RetentionFacts } from '@/components/settings/retention/retention-facts';
import { RetentionForm } from '@/components/settings/retention/retention-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/relative-time';
import { Section } from '@/components/ui/section';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { getRetention, type RetentionView } from '@/domain/retention/get-retention';
import { setRetention } from '@/domain/retention/set-retention';

export const metadata = { title: 'Retention' };

export default async function RetentionPage() {
  const actor = await requireActor();
  const found = await ask(getRetention, {});
  if (!found.ok) {
    return (
      <SettingsFrame current="retention">
        <RefusedState refusal={found} operation={getRetention.operation} />
      </SettingsFrame>
    );
  }
  const view = found.value;
  const refusal = whyNot(actor, setRetention, everything('system'));
  return (
    <SettingsFrame current="retention">
      <Troubles view={view} />
      {refusal && <Notice title="You can read this, not change it">{refusal}</Notice>}
      <Section
        title="How long history is kept"
        description="Changes are one chain and stay for good. What each token used and was denied is counted by the day for 400 days, whatever becomes of the decisions."
      >
        {refusal ? (
          <RetentionFacts policy={view.policy} />
        ) : (
          <RetentionForm policy={view.policy} save={setRetentionAction} />
        )}
      </Section>
      <Section
        title="What goes next"
        description="The oldest days first. An open incident holds everything from a day before it, or from its first evidence, on."
        flush
      >
        <NextDays view={view} nowMs={Date.now()} />
      </Section>
      <div className="grid items-start gap-5 lg:grid-cols-2">
        <Section title="What is kept now">
          <KeptFacts view={view} />
        </Section>
        <Section title="What was dropped" description="The last ten days of decisions." flush>
          <DroppedDays days={view.dropped} />
        </Section>
      </div>
    </SettingsFrame>
  );
}

/** What keeps anything from being dropped. */
function Troubles({ view: { failure, canSign, policy } }: { view: RetentionView }) {
  return (
    <>
      {failure && (
        <Notice tone="danger" title="What was due could not be dropped">
          <p className="break-words">{failure.error}</p>
          <p className="text-muted">
            <RelativeTime date={failure.at} />. It is tried again every hour; everything stays until
            then.
          </p>
        </Notice>
      )}
      {!canSign && policy.decisionsDays !== null && (
        <Notice tone="warn" title="No decisions are dropped: nothing could sign their tombstones">
          Set NEXTAUTH_SECRET for the dashboard and the worker.
        </Notice>
      )}
      {policy.holdReason !== null && (
        <Notice tone="warn" title="Nothing is dropped at present">
          {policy.holdReason}
        </Notice>
      )}
    </>
  );
}
