import type { Target } from '@/domain/base/target';

/** The target of a command, of an API that is shown: it is granted everywhere or nowhere. */
export const apiTarget = ({ id, name }: { id: string; name: string }): Target => ({
  ...{ type: 'api', id, name },
});
