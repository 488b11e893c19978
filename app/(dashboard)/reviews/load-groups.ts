import { askAll } from '@/app/server/ask-all';
import type { ComboboxOption } from '@/components/ui/combobox';
import { listGroups } from '@/domain/groups/list-groups';

/** The groups that a campaign can be about, by name. */
export async function loadGroupOptions(): Promise<ComboboxOption[]> {
  const groups = await askAll(listGroups, {}, { isPart: true });
  if (!groups.ok) return [];
  return groups.value
    .map(({ id, slug, name }) => ({ value: id, label: name, hint: slug }))
    .sort((left, right) => left.label.localeCompare(right.label, 'en'));
}
