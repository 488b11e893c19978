import { ChevronLeft, ChevronRight, ChevronsLeft } from 'lucide-react';
import { Button } from '@/components/ui/button';
import type { TimelineAddress } from './use-timeline-address';

/** The way to older rows and back. */
export function TimelinePager(props: { address: TimelineAddress; nextCursor: string | null }) {
  const { address, nextCursor } = props;
  const { isFirstPage } = address;
  if (isFirstPage && nextCursor === null) return null;
  return (
    <nav aria-label="Pages" className="flex min-h-8 flex-wrap items-center justify-end gap-2">
      {!isFirstPage && (
        <>
          <Button
            size="small"
            variant="ghost"
            icon={<ChevronsLeft aria-hidden />}
            onClick={address.newest}
          >
            Newest
          </Button>
          <Button size="small" icon={<ChevronLeft aria-hidden />} onClick={address.newer}>
            Newer
          </Button>
        </>
      )}
      <Button
        size="small"
        disabledReason={nextCursor === null ? 'Nothing is older' : undefined}
        onClick={() => nextCursor !== null && address.older(nextCursor)}
      >
        Older
        <ChevronRight aria-hidden size={15} />
      </Button>
    </nav>
  );
}
