import { CircleAlert, Inbox, LockKeyhole, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { OperationName } from '@/domain/base/operation-names';

type StateProps = {
  title: ReactNode;
  /** Why it is so and what to do. */
  children?: ReactNode;
  actions?: ReactNode;
};

function StateBox(props: StateProps & { icon: ReactNode; role?: 'alert' }) {
  return (
    <div
      role={props.role}
      className="flex flex-col items-center gap-3 px-6 py-12 text-center text-sm"
    >
      <span className="grid size-10 place-items-center rounded-lg border border-line bg-sunken text-muted [&>svg]:size-5">
        {props.icon}
      </span>
      <div className="max-w-md space-y-1">
        <p className="font-medium">{props.title}</p>
        {props.children && <div className="text-muted">{props.children}</div>}
      </div>
      {props.actions && <div className="flex flex-wrap justify-center gap-2">{props.actions}</div>}
    </div>
  );
}

/** Nothing here yet. Says why, and offers the first step. */
export function EmptyState(props: StateProps & { icon?: ReactNode }) {
  return <StateBox {...props} icon={props.icon ?? <Inbox aria-hidden />} />;
}

/** There is data, but none fits the filters. */
export function NoMatchState(props: StateProps) {
  return <StateBox {...props} icon={<SearchX aria-hidden />} />;
}

/** Loading failed. `requestId` helps whoever reads the log. */
export function ErrorState(props: StateProps & { requestId?: string | undefined }) {
  const { requestId, ...rest } = props;
  return (
    <StateBox {...rest} role="alert" icon={<CircleAlert aria-hidden className="text-danger" />}>
      {props.children}
      {requestId && (
        <p className="pt-1 text-xs">
          Request <code>{requestId}</code>
        </p>
      )}
    </StateBox>
  );
}

/** The reader may not see this: names the operation needed and who can grant it. */
export function NoPermissionState(props: { operation: OperationName; children?: ReactNode }) {
  return (
    <StateBox icon={<LockKeyhole aria-hidden />} title="You don't have access to this">
      <p>
        It needs <code className="text-xs text-ink">{props.operation}</code>, which none of your
        groups grants. An administrator can add you to one that does.
      </p>
      {props.children}
    </StateBox>
  );
}
