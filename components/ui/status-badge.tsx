import {
  Archive,
  Ban,
  CircleCheck,
  CircleHelp,
  CircleSlash,
  CircleX,
  Clock,
  Hourglass,
  type LucideIcon,
  Moon,
  Pause,
  RefreshCw,
  ShieldAlert,
  Snowflake,
  TriangleAlert,
} from 'lucide-react';
import { classNames } from '@/components/class-names';
import type { Tone } from './notice';

type StatusLook = { word: string; tone: Tone; icon: LucideIcon };

const looks = {
  active: { word: 'Active', tone: 'ok', icon: CircleCheck },
  allowed: { word: 'Allowed', tone: 'ok', icon: CircleCheck },
  confirmed: { word: 'Confirmed', tone: 'ok', icon: CircleCheck },
  healthy: { word: 'Healthy', tone: 'ok', icon: CircleCheck },
  success: { word: 'Done', tone: 'ok', icon: CircleCheck },
  expiring: { word: 'Expiring', tone: 'warn', icon: Hourglass },
  suspended: { word: 'Suspended', tone: 'warn', icon: Pause },
  idle: { word: 'Idle', tone: 'warn', icon: Moon },
  approved: { word: 'Approved', tone: 'ok', icon: CircleCheck },
  withdrawn: { word: 'Withdrawn', tone: 'neutral', icon: CircleSlash },
  pending: { word: 'Pending', tone: 'info', icon: Clock },
  awaiting: { word: 'Awaiting approval', tone: 'info', icon: Clock },
  invited: { word: 'Invited', tone: 'info', icon: Clock },
  rotating: { word: 'Rotating', tone: 'info', icon: RefreshCw },
  lagging: { word: 'Lagging', tone: 'warn', icon: TriangleAlert },
  stale: { word: 'Stale', tone: 'warn', icon: TriangleAlert },
  frozen: { word: 'Frozen', tone: 'info', icon: Snowflake },
  revoked: { word: 'Revoked', tone: 'danger', icon: Ban },
  denied: { word: 'Denied', tone: 'danger', icon: CircleX },
  refused: { word: 'Refused', tone: 'danger', icon: CircleX },
  failed: { word: 'Failed', tone: 'danger', icon: CircleX },
  leaked: { word: 'Leaked', tone: 'danger', icon: ShieldAlert },
  down: { word: 'Down', tone: 'danger', icon: CircleX },
  expired: { word: 'Expired', tone: 'neutral', icon: CircleSlash },
  retired: { word: 'Retired', tone: 'neutral', icon: Archive },
  ended: { word: 'Ended', tone: 'neutral', icon: CircleSlash },
  archived: { word: 'Archived', tone: 'neutral', icon: Archive },
} satisfies Record<string, StatusLook>;

export type Status = keyof typeof looks;

const colours: Record<Tone, string> = {
  neutral: 'text-muted',
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
  info: 'text-info',
};

const boxes: Record<Tone, string> = {
  neutral: 'bg-sunken border-line',
  ok: 'bg-ok-soft border-ok-line',
  warn: 'bg-warn-soft border-warn-line',
  danger: 'bg-danger-soft border-danger-line',
  info: 'bg-info-soft border-info-line',
};

/** Icon, word and colour of a state. Plain in tables; `boxed` in page headers. Unknown states show as they are. */
export function StatusBadge(props: {
  status: Status | (string & {});
  /** Replaces the standard word, e.g. a decision's code. */
  word?: string;
  boxed?: boolean;
}) {
  const look: StatusLook = (looks as Record<string, StatusLook>)[props.status] ?? {
    word: props.status,
    tone: 'neutral',
    icon: CircleHelp,
  };
  const Icon = look.icon;
  return (
    <span
      className={classNames(
        'inline-flex items-center gap-1.5 align-middle text-sm whitespace-nowrap',
        colours[look.tone],
        props.boxed && 'h-6 rounded-md border px-2 font-medium',
        props.boxed && boxes[look.tone],
      )}
    >
      <Icon aria-hidden size={14} className="shrink-0" />
      {props.word ?? look.word}
    </span>
  );
}

/** The standard word for a state, for facets and sentences. */
export function statusWord(status: Status): string {
  return looks[status].word;
}
