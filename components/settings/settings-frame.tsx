import type { ReactNode } from 'react';
import { paths } from '@/components/paths';
import { LinkTabs } from '@/components/ui/link-tabs';
import { Page, PageHeader } from '@/components/ui/page-header';

const sections = [
  { id: 'sessions', label: 'Sessions' },
  { id: 'password', label: 'Password' },
  { id: 'policy', label: 'Policy' },
  { id: 'single-sign-on', label: 'Single sign-on' },
  { id: 'provisioning', label: 'Provisioning' },
  { id: 'workloads', label: 'Workloads' },
  { id: 'destinations', label: 'Destinations' },
  { id: 'webhooks', label: 'Webhooks' },
  { id: 'sinks', label: 'Sinks' },
  { id: 'mail', label: 'Mail' },
  { id: 'configuration', label: 'Configuration' },
  { id: 'retention', label: 'Retention' },
  { id: 'verifiers', label: 'Verifiers' },
  { id: 'preferences', label: 'Preferences' },
  { id: 'about', label: 'About' },
] as const;

/** Header and tabs of every settings page. */
export function SettingsFrame(props: {
  current: (typeof sections)[number]['id'];
  children: ReactNode;
}) {
  return (
    <Page>
      <PageHeader title="Settings" />
      <div className="flex flex-col gap-5 xl:grid xl:grid-cols-[9.5rem_minmax(0,1fr)] xl:items-start xl:gap-8">
        <LinkTabs
          label="Settings"
          beside
          current={props.current}
          tabs={sections}
          hrefOf={(id) => paths.settings(id ?? sections[0].id)}
        />
        <div className="flex min-w-0 flex-col gap-5">{props.children}</div>
      </div>
    </Page>
  );
}
