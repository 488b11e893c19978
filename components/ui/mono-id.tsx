import { classNames } from '@/components/class-names';
import { CopyButton } from './copy-button';

/** A TypeID in the monospace face with its copy button; `short` shows prefix and last six. */
export function MonoId(props: { id: string; noun?: string; short?: boolean; className?: string }) {
  const [prefix, rest] = props.id.split('_');
  const shown = props.short && rest && rest.length > 8 ? `${prefix}_…${rest.slice(-6)}` : props.id;
  return (
    <span
      className={classNames(
        'inline-flex max-w-full items-center gap-0.5 align-middle',
        props.className,
      )}
    >
      <code className="truncate text-xs" data-tooltip={shown === props.id ? undefined : props.id}>
        {shown}
      </code>
      <CopyButton text={props.id} label={`Copy ${props.noun ?? 'id'}`} />
    </span>
  );
}

/** A secret's remains: prefix, first and last four ("kwp_3fA9…x7Qk"). */
export function TokenHint(props: { prefix: string; first: string; last: string }) {
  return (
    <code className="whitespace-nowrap text-xs">
      {props.prefix}
      {props.first}
      <span className="text-faint">…</span>
      {props.last}
    </code>
  );
}

/** A token's last four, by which somebody who holds it knows it. */
export function LastFour({ last4 }: { last4: string }) {
  return (
    <span className="shrink-0 font-mono text-xs font-normal whitespace-nowrap text-muted">
      ••{last4}
    </span>
  );
}

/** Monospace text without a copy button: operations, scopes, paths. */
export function Mono(props: { children: React.ReactNode; className?: string }) {
  return <code className={classNames('text-xs', props.className)}>{props.children}</code>;
}
