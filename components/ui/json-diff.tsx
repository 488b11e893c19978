type State = Readonly<Record<string, unknown>> | null;

const text = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value, null, 1);

/** What a change made of what was: one line a field, the old struck out, the new marked. */
export function JsonDiff(props: { before: State; after: State }) {
  const before = props.before ?? {};
  const after = props.after ?? {};
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  if (fields.length === 0) return <p className="text-sm text-muted">It changed no field.</p>;
  return (
    <dl className="space-y-2 text-sm">
      {fields.map((field) => (
        <div key={field} className="space-y-1">
          <dt className="text-xs font-medium text-muted">{field}</dt>
          {field in before && text(before[field]) !== text(after[field]) && (
            <dd className="font-mono text-xs break-words whitespace-pre-wrap">
              <del className="block rounded-sm bg-danger-soft px-1.5 py-0.5 text-danger no-underline">
                <span className="sr-only">before: </span>− {text(before[field])}
              </del>
            </dd>
          )}
          {field in after && (
            <dd className="font-mono text-xs break-words whitespace-pre-wrap">
              {text(before[field]) === text(after[field]) ? (
                <span className="block px-1.5 py-0.5 text-muted">{text(after[field])}</span>
              ) : (
                <ins className="block rounded-sm bg-ok-soft px-1.5 py-0.5 text-ok no-underline">
                  <span className="sr-only">after: </span>+ {text(after[field])}
                </ins>
              )}
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}
