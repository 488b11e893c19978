'use client';

import { ListFilter } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/dialog';
import { TimelineFacets } from './timeline-facets-on-demand';

/** The rail's way in where there is no room for it beside the list. */
export function FacetsButton() {
  const [isOpen, setOpen] = useState(false);
  return (
    <span className="lg:hidden">
      <Button
        icon={<ListFilter aria-hidden />}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onClick={() => setOpen(true)}
      >
        Narrow
      </Button>
      <Drawer open={isOpen} onOpenChange={setOpen} title="Narrow by value">
        <TimelineFacets />
      </Drawer>
    </span>
  );
}
