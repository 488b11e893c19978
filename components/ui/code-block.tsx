import { CopyButton } from './copy-button';

/** Code or a command with its copy button. `label` names it: "curl example". Wraps when `wrap`. */
export function CodeBlock(props: { code: string; label: string; wrap?: boolean }) {
  return (
    <div className="relative min-w-0 rounded-md border border-line bg-sunken">
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        aria-label={props.label}
        className="overflow-x-auto rounded-md"
      >
        <pre
          className={`py-2.5 pr-10 pl-3 text-xs leading-5 ${props.wrap ? 'break-all whitespace-pre-wrap' : ''}`}
        >
          <code>{props.code}</code>
        </pre>
      </section>
      <CopyButton
        text={props.code}
        label={`Copy ${props.label}`}
        className="absolute top-1.5 right-1.5 bg-sunken"
      />
    </div>
  );
}
