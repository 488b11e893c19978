import { Mono } from '@/components/ui/mono-id';
import { Notice } from '@/components/ui/notice';
import type { Log } from '@/domain/history/query/keys';

/** Where the reader sees one of the two logs: that the other is missing, and what it takes. */
export function OneLogNotice(props: { logs: readonly Log[] }) {
  const [log, ...more] = props.logs;
  if (log === undefined || more.length > 0) return null;
  return log === 'decision' ? (
    <Notice title="Decisions alone are shown">
      <p>
        Changes need <Mono>audit.list</Mono>, which none of your groups grants.
      </p>
    </Notice>
  ) : (
    <Notice title="Changes alone are shown">
      <p>
        Decisions need <Mono>decisions.list</Mono>, which none of your groups grants.
      </p>
    </Notice>
  );
}
