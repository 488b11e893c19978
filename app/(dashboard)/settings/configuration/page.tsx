import { whyNot } from '@/app/server/rights';
import { requireActor } from '@/app/server/session';
import { ConfigurationPanel } from '@/components/settings/configuration/configuration-panel';
import { ExportFile } from '@/components/settings/configuration/export-file';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { RefusedState } from '@/components/ui/states';
import { everything } from '@/domain/base/target';
import { applyConfiguration } from '@/domain/configuration/apply-configuration';
import { exportConfiguration } from '@/domain/configuration/export-configuration';
import { planConfiguration } from '@/domain/configuration/plan-configuration';

export const metadata = { title: 'Configuration' };

export default async function ConfigurationPage() {
  const actor = await requireActor();
  const system = everything('system');
  const exportReason = whyNot(actor, exportConfiguration, system);
  const mayPlan = whyNot(actor, planConfiguration, system) === undefined;
  if (exportReason !== undefined && !mayPlan) {
    return (
      <SettingsFrame current="configuration">
        <RefusedState operation={exportConfiguration.operation} />
      </SettingsFrame>
    );
  }
  return (
    <SettingsFrame current="configuration">
      <ExportFile reason={exportReason} />
      {mayPlan ? (
        <ConfigurationPanel applyReason={whyNot(actor, applyConfiguration, system)} />
      ) : (
        <RefusedState operation={planConfiguration.operation} />
      )}
    </SettingsFrame>
  );
}
