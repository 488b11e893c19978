import { ShieldAlert } from 'lucide-react';
import { Badge } from './badge';

/** Marks a group, wherever it is named, whose members and tokens hold rights over Keyward itself. */
export function PrivilegedMark(props: {
  group: { readonly controlsKeyward: boolean } | null | undefined;
}) {
  if (!props.group?.controlsKeyward) return null;
  return (
    <Badge tone="warn" icon={<ShieldAlert aria-hidden />}>
      Controls Keyward
    </Badge>
  );
}
