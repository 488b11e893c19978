import { CircleAlert, Inbox, LockKeyhole, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { paths } from '@/components/paths';
import type { OperationName } from '@/domain/base/operation-names';
import { ButtonLink } from './link';
import { RefusalReference } from './refusal-reference';

type StateProps = {
  title: ReactNode;
  /** Why it is so and what to do. */
  children?: ReactNode;
  actions?: ReactNode;
};

function StateBox(props: StateProps & { icon: ReactNode; role?: 'alert'; isEmpty?: true }) {
  return (
    <div
      role={props.role}
      data-empty={props.isEmpty}
      className="flex flex-col items-center gap-3 px-6 py-12 text-center text-sm"
    >
      <span className="grid size-10 place-items-center rounded-lg border border-line bg-sunken text-muted [&>svg]:size-5">
        {props.icon}
      </span>
      <div className="max-w-md min-w-0 space-y-1 wrap-anywhere">
        <p className="font-medium">{props.title}</p>
        {props.children && <div className="text-muted">{props.children}</div>}
      </div>
      {props.actions && <div className="flex flex-wrap justify-center gap-2">{props.actions}</div>}
    </div>
  );
}

/** Nothing here yet. Says why, and offers the first step. */
export function EmptyState(props: StateProps & { icon?: ReactNode }) {
  return <StateBox {...props} isEmpty icon={props.icon ?? <Inbox aria-hidden />} />;
}

/** There is data, but none fits the filters. */
export function NoMatchState(props: StateProps) {
  return <StateBox {...props} icon={<SearchX aria-hidden />} />;
}

/** Loading failed. `requestId` is the id by which the log has it. */
export function ErrorState(
  props: StateProps & { code?: string | undefined; requestId?: string | undefined },
) {
  const { code, requestId, ...rest } = props;
  return (
    <StateBox {...rest} role="alert" icon={<CircleAlert aria-hidden className="text-danger" />}>
      {props.children}
      <Reference code={code} requestId={requestId} />
    </StateBox>
  );
}

export type ShownRefusal = {
  kind: string;
  code: string;
  message: string;
  requestId?: string | undefined;
};

/**
 * In place of what the reader was refused: which operation it takes and who can grant it, or what
 * else is against it. Leave `refusal` out where the page didn't even ask.
 */
export function RefusedState(props: {
  operation: OperationName;
  refusal?: ShownRefusal;
  /** Where it is no matter of rights: "The sessions can’t be listed". */
  title?: string;
}) {
  const { operation, refusal, title = 'This can’t be shown' } = props;
  if (refusal && refusal.kind !== 'forbidden') {
    return (
      <ErrorState title={title} code={refusal.code} requestId={refusal.requestId}>
        {refusal.message}
      </ErrorState>
    );
  }
  return (
    <StateBox
      icon={<LockKeyhole aria-hidden />}
      title="You don’t have access to this"
      actions={
        operation !== 'requests.create' && (
          <ButtonLink href={paths.requestNew({ operation: `keyward ${operation}` })}>
            Ask for access
          </ButtonLink>
        )
      }
    >
      <p>
        It needs <code className="text-xs text-ink">{operation}</code>, which none of your groups
        grants. Ask for it: an administrator decides.
      </p>
      <Reference requestId={refusal?.requestId} />
    </StateBox>
  );
}

const Reference = (props: { code?: string | undefined; requestId?: string | undefined }) => (
  <div className="flex justify-center pt-1 [&>p]:justify-center">
    <RefusalReference {...props} />
  </div>
);
