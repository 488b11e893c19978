import { OperationAddress } from '@/components/operations/operation-address';
import { paths } from '@/components/paths';
import { TextLink } from '@/components/ui/link';
import type { OperationView } from '@/domain/apis/list-operations';

/** Which operations of an API need no token, each with the answer to who can call it. */
export function PublicOperations(props: { api: string; operations: readonly OperationView[] }) {
  if (props.operations.length === 0) {
    return <p className="text-sm text-muted">None: every operation needs a token that holds it.</p>;
  }
  return (
    <ul className="flex max-h-72 flex-col gap-1.5 overflow-y-auto text-sm">
      {props.operations.map(({ id, name, method, pathTemplate }) => (
        <li key={id} className="flex min-w-0 flex-wrap items-center gap-x-3">
          {method !== null && (
            <OperationAddress method={method} pathTemplate={pathTemplate} name={name} />
          )}
          <TextLink href={paths.apiCallers(props.api, name)}>{name}</TextLink>
        </li>
      ))}
    </ul>
  );
}
