import { formatCount } from '@/components/format/format';
import { Mono } from '@/components/ui/mono-id';

/** As many as are read before saving. */
const SHOWN = 8;

/** The operations of Keyward that a change hands out, the rest of many behind a fold. */
export function RightsList(props: { rights: readonly string[] }) {
  const { rights } = props;
  const [first, rest] = [rights.slice(0, SHOWN), rights.slice(SHOWN)];
  return (
    <>
      <Names names={first} />
      {rest.length > 0 && (
        <details>
          <summary className="cursor-pointer rounded-sm">
            And {formatCount(rest.length, 'more operation')}
          </summary>
          <div className="mt-1 max-h-40 overflow-y-auto">
            <Names names={rest} />
          </div>
        </details>
      )}
    </>
  );
}

const Names = (props: { names: readonly string[] }) => (
  <ul className="flex flex-wrap gap-x-3 gap-y-0.5">
    {props.names.map((name) => (
      <li key={name}>
        <Mono>{name}</Mono>
      </li>
    ))}
  </ul>
);
