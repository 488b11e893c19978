import { askIfAllowed } from '@/app/server/run';
import type { ComboboxOption } from '@/components/ui/combobox';
import { privilegedHint } from '@/components/ui/privileged-mark';
import { chooseGroups } from '@/domain/groups/list-groups';

const MAX_OFFERED = 200;

/** The groups that something can be kept to, or lead to. */
export async function groupOptions(): Promise<ComboboxOption[]> {
  const groups = await askIfAllowed(chooseGroups, { limit: MAX_OFFERED });
  if (!groups.ok) return [];
  return groups.value.items.map((group) => {
    const hint = privilegedHint(group);
    return { value: group.id, label: group.name, ...(hint && { hint }) };
  });
}
