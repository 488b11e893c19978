import { PageSkeleton } from '@/components/ui/skeleton';

export default function TokenLoading() {
  return <PageSkeleton />;
}
