import { setFactorPolicyAction } from '@/app/actions/factors';
import {
  configureAnomaliesAction,
  setCeilingsAction,
  setLeakPolicyAction,
} from '@/app/actions/settings';
import { whyNot } from '@/app/server/rights';
import { ask } from '@/app/server/run';
import { requireActor } from '@/app/server/session';
import { AnomalyPolicyForm } from '@/components/settings/anomaly-policy-form';
import { CeilingFacts } from '@/components/settings/ceiling-facts';
import { CeilingsForm } from '@/components/settings/ceilings-form';
import { FactorPolicyForm } from '@/components/settings/factor-policy-form';
import { LeakPolicyForm } from '@/components/settings/leak-policy-form';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { Notice } from '@/components/ui/notice';
import { RefusedState } from '@/components/ui/states';
import { getAnomalyPolicy } from '@/domain/anomalies/anomaly-policy';
import { configureAnomalies } from '@/domain/anomalies/configure-anomalies';
import { everything } from '@/domain/base/target';
import { getFactorPolicy, setFactorPolicy } from '@/domain/factors/factor-policy';
import { getLeakPolicy, setLeakPolicy } from '@/domain/leaks/leak-policy';
import { getOrganisationPolicy } from '@/domain/organisation/get-policy';
import { setOrganisationPolicy } from '@/domain/organisation/set-policy';

export const metadata = { title: 'Policy' };

export default async function OrganisationPolicyPage() {
  const actor = await requireActor();
  const [found, leaks, factors, anomalies] = await Promise.all([
    ask(getOrganisationPolicy, {}),
    ask(getLeakPolicy, {}),
    ask(getFactorPolicy, {}),
    ask(getAnomalyPolicy, {}),
  ]);
  if (!found.ok) {
    return (
      <SettingsFrame current="policy">
        <RefusedState refusal={found} operation={getOrganisationPolicy.operation} />
      </SettingsFrame>
    );
  }
  const refusal = whyNot(actor, setOrganisationPolicy, everything('system'), found.value);
  return (
    <SettingsFrame current="policy">
      {refusal === undefined ? (
        <CeilingsForm ceilings={found.value} save={setCeilingsAction} />
      ) : (
        <>
          <Notice title="You can read this, not change it">{refusal}</Notice>
          <CeilingFacts ceilings={found.value} />
        </>
      )}
      {factors.ok ? (
        <FactorPolicyForm
          policy={factors.value}
          save={whyNot(actor, setFactorPolicy, everything('system')) ? null : setFactorPolicyAction}
        />
      ) : (
        <RefusedState refusal={factors} operation={getFactorPolicy.operation} />
      )}
      {leaks.ok ? (
        <LeakPolicyForm
          onReport={leaks.value.onReport}
          save={whyNot(actor, setLeakPolicy, everything('system')) ? null : setLeakPolicyAction}
        />
      ) : (
        <RefusedState refusal={leaks} operation={getLeakPolicy.operation} />
      )}
      {anomalies.ok ? (
        <AnomalyPolicyForm
          policy={anomalies.value}
          save={
            whyNot(actor, configureAnomalies, everything('system'))
              ? null
              : configureAnomaliesAction
          }
        />
      ) : (
        <RefusedState refusal={anomalies} operation={getAnomalyPolicy.operation} />
      )}
    </SettingsFrame>
  );
}
