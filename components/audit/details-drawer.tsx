'use client';

import { useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { Drawer } from '@/components/ui/dialog';
import { useRowHref } from './use-row-href';

/** The side panel of one row; its address opens it, closing it goes back to the list. */
export function DetailsDrawer(props: {
  kind: 'event' | 'decision';
  title: string;
  description: ReactNode;
  children: ReactNode;
}) {
  const router = useRouter();
  const hrefOf = useRowHref(props.kind);
  return (
    <Drawer
      open
      onOpenChange={(open) => {
        if (!open) router.push(hrefOf(null), { scroll: false });
      }}
      title={props.title}
      description={props.description}
    >
      {props.children}
    </Drawer>
  );
}
