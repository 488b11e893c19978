import {
  ArrowUpRight,
  Ban,
  Pause,
  Pencil,
  Play,
  RefreshCw,
  SlidersHorizontal,
  UserCheck,
} from 'lucide-react';
import { paths } from '@/components/paths';
import type { MenuEntry } from '@/components/ui/menu';
import { revokeLabel } from './revoke-label';
import type { TokenRow } from './token-row';

/** What can be done to a token, with the reason where it can't. */
export function tokenMenu(
  row: TokenRow,
  on: Record<
    'answer' | 'rename' | 'limits' | 'rotate' | 'suspend' | 'resume' | 'revoke',
    (row: TokenRow) => void
  >,
): MenuEntry[] {
  const { refusals } = row;
  return [
    ...(row.status === 'awaiting'
      ? [
          {
            label: 'Approve or deny',
            icon: <UserCheck aria-hidden />,
            disabledReason: refusals.approve !== null ? (refusals.deny ?? undefined) : undefined,
            onSelect: () => on.answer(row),
          },
        ]
      : []),
    { label: 'Open', icon: <ArrowUpRight aria-hidden />, href: paths.token(row.id) },
    {
      label: 'Rename',
      icon: <Pencil aria-hidden />,
      disabledReason: refusals.rename ?? undefined,
      onSelect: () => on.rename(row),
    },
    {
      label: 'Change limits',
      icon: <SlidersHorizontal aria-hidden />,
      disabledReason: refusals.setLimits ?? undefined,
      onSelect: () => on.limits(row),
    },
    {
      label: 'Rotate',
      icon: <RefreshCw aria-hidden />,
      disabledReason: refusals.rotate ?? undefined,
      onSelect: () => on.rotate(row),
    },
    row.status === 'suspended' || row.status === 'idle'
      ? {
          label: 'Resume',
          icon: <Play aria-hidden />,
          disabledReason: refusals.resume ?? undefined,
          onSelect: () => on.resume(row),
        }
      : {
          label: 'Suspend',
          icon: <Pause aria-hidden />,
          disabledReason: refusals.suspend ?? undefined,
          onSelect: () => on.suspend(row),
        },
    'separator',
    {
      label: revokeLabel(row),
      danger: true,
      icon: <Ban aria-hidden />,
      disabledReason: refusals.revoke ?? undefined,
      onSelect: () => on.revoke(row),
    },
  ];
}
