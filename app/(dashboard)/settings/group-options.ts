import { askIfAllowed } from '@/app/server/run';
import { listGroups } from '@/domain/groups/list-groups';

const MAX_OFFERED = 200;

/** The groups that something can be kept to, or lead to. */
export async function groupOptions(): Promise<{ value: string; label: string }[]> {
  const groups = await askIfAllowed(listGroups, { limit: MAX_OFFERED });
  return groups.ok ? groups.value.items.map(({ id, name }) => ({ value: id, label: name })) : [];
}
