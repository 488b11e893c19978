import { MonoId } from './mono-id';

/** Under a refusal: its stable code, and the id of the request by which the log has it. */
export function RefusalReference(props: {
  code?: string | undefined;
  requestId?: string | undefined;
}) {
  const { code, requestId } = props;
  if (!code && !requestId) return null;
  return (
    <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted">
      {code && <code>{code}</code>}
      {requestId && (
        <span className="inline-flex min-w-0 items-center gap-1">
          Request <MonoId id={requestId} noun="request id" />
        </span>
      )}
    </p>
  );
}
