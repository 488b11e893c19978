import { CopyButton } from './copy-button';

/** Code or a command with its copy button. `label` names it: "curl example". Wraps when `wrap`. */
export function CodeBlock(props: { code: string; label: string; wrap?: boolean }) {
  return (
    <div className="flex min-w-0 items-start rounded-md border border-line bg-sunken">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={props.label}
        className="min-w-0 flex-1 overflow-x-auto rounded-md"
      >
        <pre
          className={`px-3 py-2.5 text-xs leading-5 ${props.wrap ? 'break-all whitespace-pre-wrap' : ''}`}
        >
          <code>{props.code}</code>
        </pre>
      </section>
      <CopyButton text={props.code} label={`Copy ${props.label}`} className="m-1.5 shrink-0" />
    </div>
  );
}
