'use client';

import { usePreferences } from '@/components/preferences/preferences';
import { Switch } from '@/components/ui/choice';
import { Dialog } from '@/components/ui/dialog';
import { KeyboardKey } from '@/components/ui/keyboard-key';
import type { NavigationEntry } from './navigation';

/** The list of keys (`?`), and the switch for those of a single letter. */
export function ShortcutsDialog(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  entries: NavigationEntry[];
}) {
  const { goToKeys, change } = usePreferences();
  const rows: [string[], string][] = [
    [['⌘', 'K'], 'Search and commands (Ctrl+K)'],
    [['/'], 'Search this page'],
    [['?'], 'This list'],
    ...props.entries.map((entry): [string[], string] => [['g', entry.key], entry.label]),
  ];
  return (
    <Dialog
      open={props.open}
      onOpenChange={props.onOpenChange}
      title="Keyboard shortcuts"
      size="small"
    >
      <dl className="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-1.5 text-sm">
        {rows.map(([keys, label]) => (
          <div key={label} className="col-span-2 grid grid-cols-subgrid items-center">
            <dt className="flex gap-1">
              {keys.map((key, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: "g g" names one key twice, in fixed order
                <KeyboardKey key={index}>{key}</KeyboardKey>
              ))}
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
      </dl>
      <div className="mt-4 border-t border-line pt-4">
        <Switch
          label="Single-letter keys"
          hint="Turn off if they get in the way of speech input or your own keys. ⌘K stays."
          checked={goToKeys}
          onChange={(event) => change({ goToKeys: event.target.checked })}
        />
      </div>
    </Dialog>
  );
}
