import { formatCount, formatNumber } from '@/components/format/format';

/** A number that its column names; on phones, where the column is gone, the words with it. */
export function Counted(props: { count: number; noun: string; plural?: string }) {
  return (
    <>
      <span className="max-md:hidden">{formatNumber(props.count)}</span>
      <span className="md:hidden">{formatCount(props.count, props.noun, props.plural)}</span>
    </>
  );
}
