'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import { ConfirmDialog } from './confirm-dialog';

/** Asks before a link, or closing the tab, would lose staged edits. */
export function LeaveGuard(props: { unsaved: boolean; onDiscard: () => void }) {
  const { unsaved } = props;
  const router = useRouter();
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => {
    if (!unsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    function hold(event: MouseEvent) {
      const href = leavingTo(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setWanted(href);
    }
    window.addEventListener('beforeunload', warn);
    // Before the links' own handlers, which would already go.
    document.addEventListener('click', hold, true);
    return () => {
      window.removeEventListener('beforeunload', warn);
      document.removeEventListener('click', hold, true);
    };
  }, [unsaved]);
  return (
    <ConfirmDialog
      open={wanted !== null}
      onOpenChange={(open) => !open && setWanted(null)}
      title="Leave without saving?"
      confirmLabel="Discard and leave"
      onConfirm={async () => {
        props.onDiscard();
        if (wanted !== null) router.push(wanted);
      }}
    >
      <p>The staged edits on this page are not saved. Nothing of them has taken effect.</p>
    </ConfirmDialog>
  );
}

/** Where a plain click on a link would lead away to; null where this tab stays on the page. */
function leavingTo(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) {
    return null;
  }
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
  if (!(link instanceof HTMLAnchorElement) || link.target === '_blank') return null;
  const { origin, pathname, search, hash } = new URL(link.href);
  if (origin !== window.location.origin) return null;
  const here = window.location.pathname + window.location.search;
  return pathname + search === here ? null : pathname + search + hash;
}
