'use client';

import {
  BellOff,
  CalendarPlus,
  Eye,
  MoreHorizontal,
  Pause,
  RefreshCw,
  SlidersHorizontal,
  Trash2,
  UserCheck,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { formatNumber } from '@/components/format/format';
import { paths } from '@/components/paths';
import type { TokenRow } from '@/components/tokens/token-row';
import { TokenTitle } from '@/components/tokens/token-title';
import { Badge } from '@/components/ui/badge';
import { Button } from '@/components/ui/button';
import { IconButton } from '@/components/ui/icon-button';
import { ButtonLink, TextLink } from '@/components/ui/link';
import { Menu, type MenuEntry } from '@/components/ui/menu';
import type { Tone } from '@/components/ui/notice';
import { Expiry, RelativeTime } from '@/components/ui/relative-time';
import type { AttentionItem } from './attention-list';
import type { AttentionAct, AttentionLook } from './attention-looks';

const ICON_COLOURS: Record<Tone, string> = {
  neutral: 'text-muted',
  ok: 'text-ok',
  warn: 'text-warn',
  danger: 'text-danger',
  info: 'text-info',
};

type OnAct = (act: AttentionAct | 'snooze', token: TokenRow) => void;

/** One reason for attention: what it is, its first tokens, and what helps, for one and for all. */
export function AttentionSection(props: {
  item: AttentionItem;
  look: AttentionLook;
  onAct: OnAct;
  onAll: (act: 'suspend' | 'revoke') => void;
}) {
  const { item, look } = props;
  const { all } = look;
  const left = item.count - item.lines.length;
  return (
    <AttentionFrame
      look={look}
      count={item.count}
      action={
        all &&
        item.count > 1 && (
          <Button size="small" icon={<Pause aria-hidden />} onClick={() => props.onAll(all)}>
            {all === 'suspend' ? 'Suspend' : 'Revoke'} all {formatNumber(item.count)}
          </Button>
        )
      }
    >
      {item.lines.map((line) => (
        <TokenLine key={line.token.id} {...line} look={look} onAct={props.onAct} />
      ))}
      {left > 0 && (
        <li className="text-sm text-muted">
          {look.href ? (
            <TextLink href={look.href}>and {formatNumber(left)} more</TextLink>
          ) : (
            <>and {formatNumber(left)} more</>
          )}
        </li>
      )}
    </AttentionFrame>
  );
}

/** The frame of one reason: icon, title, why, and its lines. */
export function AttentionFrame(props: {
  look: Pick<AttentionLook, 'icon' | 'tone' | 'title' | 'why' | 'href'>;
  count: number;
  action?: ReactNode;
  children: ReactNode;
}) {
  const { icon: Icon, tone, title, why, href } = props.look;
  return (
    <li className="flex gap-3 px-4 py-3">
      <Icon aria-hidden className={`mt-0.5 size-4 shrink-0 ${ICON_COLOURS[tone]}`} />
      <div className="min-w-0 flex-1 space-y-1.5">
        <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5">
          <div className="min-w-0">
            <h3 className="text-sm font-medium">
              {href ? <TextLink href={href}>{title(props.count)}</TextLink> : title(props.count)}
            </h3>
            <p className="text-sm text-muted">{why}</p>
          </div>
          {props.action}
        </div>
        <ul className="flex flex-col divide-y divide-line">{props.children}</ul>
      </div>
    </li>
  );
}

function TokenLine(props: {
  token: TokenRow;
  detail: number | null;
  look: AttentionLook;
  onAct: OnAct;
}) {
  const { token, detail, look } = props;
  const [first, ...others] = look.acts;
  const entries: MenuEntry[] = [
    ...others.map((act) => toEntry(act, token, props.onAct)),
    'separator',
    {
      label: 'Snooze',
      icon: <BellOff aria-hidden />,
      disabledReason: token.refusals.snooze ?? undefined,
      onSelect: () => props.onAct('snooze', token),
    },
  ];
  return (
    <li className="flex min-w-0 items-center justify-between gap-x-3 gap-y-1 py-1.5 text-sm max-md:flex-wrap">
      <div className="min-w-0 max-md:basis-full">
        <div className="flex min-w-0 flex-wrap items-center gap-x-2">
          <TokenTitle token={token} href={paths.token(token.id)} />
          {look.detail && detail !== null && (
            <Badge tone={look.tone}>
              {formatNumber(detail)} {look.detail}
            </Badge>
          )}
        </div>
        <p className="break-words text-muted md:truncate">
          <bdi>{token.identity.name}</bdi> in <bdi>{token.group.name}</bdi>
          {look.saysUse && token.lastUsedAt && (
            <>
              {' '}
              · by {token.lastIp ?? 'an unknown address'}, <RelativeTime date={token.lastUsedAt} />
            </>
          )}
          {look.acts[0] === 'extend' && (
            <>
              {' '}
              · ends <Expiry date={token.expiresAt} soonDays={7} />
            </>
          )}
        </p>
      </div>
      <div className="flex shrink-0 items-center gap-1">
        <FirstAct act={first} token={token} onAct={props.onAct} />
        <Menu
          entries={entries}
          align="end"
          trigger={
            <IconButton
              label={`More for ${token.name}`}
              icon={<MoreHorizontal aria-hidden />}
              className="size-7"
            />
          }
        />
      </div>
    </li>
  );
}

const ACTS: Record<
  AttentionAct,
  { label: string; icon: ReactNode; refusal: keyof TokenRow['refusals'] | null }
> = {
  answer: { label: 'Answer', icon: <UserCheck aria-hidden />, refusal: 'deny' },
  extend: { label: 'Extend', icon: <CalendarPlus aria-hidden />, refusal: 'setLimits' },
  restrict: { label: 'Restrict', icon: <SlidersHorizontal aria-hidden />, refusal: 'setLimits' },
  revoke: { label: 'Revoke', icon: <Trash2 aria-hidden />, refusal: 'revoke' },
  rotate: { label: 'Rotate', icon: <RefreshCw aria-hidden />, refusal: 'rotate' },
  suspend: { label: 'Suspend', icon: <Pause aria-hidden />, refusal: 'suspend' },
  watch: { label: 'See its requests', icon: <Eye aria-hidden />, refusal: null },
};

const usesOf = (token: TokenRow) => paths.audit({ q: `token:${token.id}` });

/** Why the reader can't; somebody who may approve or deny may answer. */
function refusalOf(act: AttentionAct, { refusals }: TokenRow): string | null {
  const { refusal } = ACTS[act];
  if (act === 'answer' && refusals.approve === null) return null;
  return refusal === null ? null : refusals[refusal];
}

function FirstAct(props: { act: AttentionAct; token: TokenRow; onAct: OnAct }) {
  const { act, token } = props;
  const { label, icon } = ACTS[act];
  if (act === 'watch') {
    return (
      <ButtonLink size="small" icon={icon} href={usesOf(token)}>
        Requests<span className="sr-only"> of {token.name}</span>
      </ButtonLink>
    );
  }
  return (
    <Button
      size="small"
      icon={icon}
      aria-label={`${label} ${token.name}`}
      disabledReason={refusalOf(act, token) ?? undefined}
      onClick={() => props.onAct(act, token)}
    >
      {label}
    </Button>
  );
}

function toEntry(act: AttentionAct, token: TokenRow, onAct: OnAct): MenuEntry {
  const { label, icon } = ACTS[act];
  if (act === 'watch') return { label, icon, href: usesOf(token) };
  return {
    ...{ label, icon, danger: act === 'revoke' },
    disabledReason: refusalOf(act, token) ?? undefined,
    onSelect: () => onAct(act, token),
  };
}
