'use client';

import { createParser, parseAsString, useQueryStates } from 'nuqs';
import { useTransition } from 'react';
import { parseCursors, popCursor, pushCursor } from '@/components/data-table/table-query';
import { paths } from '@/components/paths';
import type { View } from '../query/edit-query';
import { instantIn } from '../query/instant-parameter';

const parseAsInstant = createParser({ parse: instantIn, serialize: (text: string) => text });

const view = {
  q: parseAsString.withDefault(''),
  from: parseAsInstant,
  to: parseAsInstant,
  cursors: parseAsString,
};
const opened = { event: parseAsString, decision: parseAsString };
const noneOpened = { event: null, decision: null };

/** The parameter that names an opened row. */
export const openedAs = (id: string): { event: string } | { decision: string } =>
  id.startsWith('dec_') ? { decision: id } : { event: id };

/** What of the timeline lives in the address. Another view asks the server; an opened row does not. */
export function useTimelineAddress() {
  const [pending, startTransition] = useTransition();
  const [{ cursors, ...shown }, setView] = useQueryStates(view, {
    ...{ shallow: false, startTransition, scroll: false, history: 'push' },
  });
  const [open, setOpen] = useQueryStates(opened, { scroll: false });
  const walked = parseCursors(cursors);
  const openId = open.event ?? open.decision;

  function show(next: Partial<View>) {
    const { q = shown.q, from = shown.from, to = shown.to } = next;
    void setOpen(noneOpened);
    void setView({ q: q || null, from, to, cursors: null });
  }
  function turnTo(next: string | null) {
    void setOpen(noneOpened);
    void setView({ cursors: next });
  }

  /** Another view with a row opened, as an address that anybody may be sent. */
  const linkTo = (id: string, { q, from, to }: View) =>
    paths.audit({
      ...{ q, from: from ?? undefined, to: to ?? undefined },
      ...{ cursors: cursors ?? undefined, ...openedAs(id) },
    });

  return {
    pending,
    view: shown as View,
    isFirstPage: walked.length === 0,
    openId,
    show,
    older: (cursor: string) => turnTo(pushCursor(walked, cursor)),
    newer: () => turnTo(popCursor(walked)),
    newest: () => turnTo(null),
    /** Walking from row to row leaves one step in the browser's history. */
    open(id: string) {
      void setOpen(
        { ...noneOpened, ...openedAs(id) },
        { history: openId === null ? 'push' : 'replace' },
      );
    },
    close: () => void setOpen(noneOpened, { history: 'push' }),
    linkTo,
    /** The address of this view with a row opened. */
    hrefOf: (id: string) => linkTo(id, shown),
  };
}

export type TimelineAddress = ReturnType<typeof useTimelineAddress>;
