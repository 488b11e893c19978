'use client';

import { useEffect, useRef, useState } from 'react';
import { idOf, type TimelineEntry } from './entry';
import type { TimelineAddress } from './use-timeline-address';
import { useWalkKeys } from './use-walk-keys';

/** A row that the address names, where it is none of the list; or why it can't be shown. */
export type Opened = { id: string; entry: TimelineEntry } | { id: string; message: string };

/** Opens rows, walks between them, and gives the focus back to the row it leaves. */
export function useWalk(
  address: TimelineAddress,
  rows: readonly TimelineEntry[],
  opened: Opened | null,
) {
  const { openId } = address;
  const [takesFocus, setTakesFocus] = useState(false);
  const leaving = useRef<string>(undefined);
  const at = rows.findIndex((row) => idOf(row) === openId);
  const given = opened?.id === openId && opened && 'entry' in opened ? opened.entry : undefined;
  const entry = rows[at] ?? given;

  useEffect(() => {
    if (openId !== null) {
      rowOf(openId)?.scrollIntoView({ block: 'nearest' });
      return;
    }
    if (leaving.current !== undefined) focusRow(leaving.current);
    leaving.current = undefined;
  }, [openId]);

  function open(id: string) {
    setTakesFocus(true);
    address.open(id);
  }
  const stepTo = (index: number) => {
    const row = rows[index];
    return row && (() => open(idOf(row)));
  };
  const steps = {
    onNewer: at > 0 ? stepTo(at - 1) : undefined,
    onOlder: openId === null || at >= 0 ? stepTo(at + 1) : stepTo(0),
    onClose: () => {
      leaving.current = openId ?? undefined;
      address.close();
    },
  };
  useWalkKeys({ ...steps, onClose: openId === null ? undefined : steps.onClose });
  const message =
    opened?.id === openId && opened && 'message' in opened ? opened.message : undefined;
  return { isOpen: openId !== null, entry, message, steps, open, takesFocus };
}

const rowOf = (id: string) => document.querySelector<HTMLElement>(`[data-row="${CSS.escape(id)}"]`);

const focusRow = (id: string) => rowOf(id)?.querySelector<HTMLElement>('[data-row-link]')?.focus();

export type Walk = ReturnType<typeof useWalk>;
