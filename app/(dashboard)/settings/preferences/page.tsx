import { PreferencesForm } from '@/components/settings/preferences-form';
import { SettingsFrame } from '@/components/settings/settings-frame';

export const metadata = { title: 'Preferences' };

export default function PreferencesPage() {
  return (
    <SettingsFrame current="preferences">
      <PreferencesForm />
    </SettingsFrame>
  );
}
