import {
  Activity,
  Archive,
  Ban,
  Bell,
  BellRing,
  CircleSlash,
  KeyRound,
  type LucideIcon,
  Pause,
  Play,
  RefreshCw,
  Undo2,
  UserCheck,
} from 'lucide-react';
import { formatCount } from '@/components/format/format';
import type { LifeState } from '@/domain/tokens/life';
import type { LifeKind, LifeMark } from '@/domain/tokens/life-events';

interface Look {
  readonly word: string;
  /** In words of the future, where it can be planned. */
  readonly planned?: string;
  readonly icon: LucideIcon;
  readonly text: string;
  readonly stroke: string;
}

const tones = {
  ok: { text: 'text-ok', stroke: 'stroke-ok' },
  info: { text: 'text-info', stroke: 'stroke-info' },
  warn: { text: 'text-warn', stroke: 'stroke-warn' },
  danger: { text: 'text-danger', stroke: 'stroke-danger' },
  neutral: { text: 'text-muted', stroke: 'stroke-line-strong' },
};

const looks: Record<LifeKind, Look> = {
  minted: { word: 'Created', icon: KeyRound, ...tones.ok },
  approved: { word: 'Approved', icon: UserCheck, ...tones.ok },
  firstUsed: { word: 'First used', icon: Activity, ...tones.neutral },
  lastUsed: { word: 'Last used', icon: Activity, ...tones.neutral },
  warned: { word: 'Warned of its expiry', icon: Bell, ...tones.warn },
  stillUsed: { word: 'Still used, though rotated', icon: BellRing, ...tones.warn },
  suspended: { word: 'Suspended', icon: Pause, ...tones.warn },
  resumed: { word: 'Resumed', icon: Play, ...tones.ok },
  rotated: { word: 'Rotated', icon: RefreshCw, ...tones.info },
  retired: { word: 'Retired', planned: 'Retires', icon: Archive, ...tones.neutral },
  revoked: { word: 'Revoked', icon: Ban, ...tones.danger },
  restored: { word: 'Revocation undone', icon: Undo2, ...tones.ok },
  expired: { word: 'Expired', planned: 'Expires', icon: CircleSlash, ...tones.neutral },
};

export const lookOf = ({ kind }: LifeMark) => looks[kind];

/** "Suspended with the token it was made from"; "Expires" where it is still to come. */
export function markWords(mark: LifeMark, isPlanned: boolean): string {
  const { word, planned } = looks[mark.kind];
  if (isPlanned && planned) return planned;
  if (mark.isFromAbove) return `${word} with the token it was made from`;
  return mark.daysLeft === null ? word : `${word}, ${formatCount(mark.daysLeft, 'day')} ahead`;
}

export const stateLooks: Record<LifeState, { word: string; stroke: string }> = {
  awaiting: { word: 'Awaiting approval', stroke: 'stroke-info' },
  working: { word: 'Working', stroke: 'stroke-ok' },
  overlap: { word: 'Overlap with its successor', stroke: 'stroke-info' },
  suspended: { word: 'Suspended', stroke: 'stroke-warn' },
  ended: { word: 'Ended', stroke: 'stroke-line-strong' },
};
