'use client';

import { usePreferences } from '@/components/preferences/preferences';
import { RadioGroup, Switch } from '@/components/ui/choice';
import { FieldGroup } from '@/components/ui/field';
import { Section } from '@/components/ui/section';

/** Look and keys of this browser; each change takes effect at once. */
export function PreferencesForm() {
  const { theme, density, goToKeys, change } = usePreferences();
  return (
    <>
      <Section title="Look" description="Kept in this browser. Changes take effect at once.">
        <div className="grid gap-6 sm:grid-cols-2">
          <FieldGroup name="theme" label="Theme">
            <RadioGroup
              name="theme"
              value={theme}
              onValueChange={(value) =>
                change({ theme: value === 'light' || value === 'dark' ? value : 'system' })
              }
              options={[
                { value: 'system', label: 'As the system' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          </FieldGroup>
          <FieldGroup name="density" label="Table rows">
            <RadioGroup
              name="density"
              value={density}
              onValueChange={(value) =>
                change({ density: value === 'compact' ? 'compact' : 'normal' })
              }
              options={[
                { value: 'normal', label: 'Normal', hint: '36 pixels a row' },
                { value: 'compact', label: 'Compact', hint: 'More rows on a screen' },
              ]}
            />
          </FieldGroup>
        </div>
      </Section>
      <Section title="Keyboard" description="Press ? anywhere for the list of keys.">
        <Switch
          label="Single-letter keys"
          hint="g then t for Tokens, / to search, ? for help. Turn them off if they get in the way of speech input or your own keys; ⌘K and Ctrl+K stay."
          checked={goToKeys}
          onChange={(event) => change({ goToKeys: event.target.checked })}
        />
      </Section>
    </>
  );
}
