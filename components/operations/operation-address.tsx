import { classNames } from '@/components/class-names';
import { MethodBadge } from './method-badge';

/** Method and path of an operation on one line, the path cut off where it must be. */
export function OperationAddress(props: {
  method: string | null;
  pathTemplate: string | null;
  /** Shown in place of the path of a plain action. */
  name: string;
  className?: string;
}) {
  return (
    <span className={classNames('flex min-w-0 items-center gap-2', props.className)}>
      <MethodBadge method={props.method} />
      <code className="min-w-0 truncate text-xs">{props.pathTemplate ?? props.name}</code>
    </span>
  );
}
