/** One key cap: `<KeyboardKey>⌘K</KeyboardKey>`. */
export function KeyboardKey(props: { children: React.ReactNode }) {
  return (
    <kbd className="inline-grid h-5 min-w-5 place-items-center rounded-sm border border-line bg-sunken px-1 font-sans text-xs text-muted">
      {props.children}
    </kbd>
  );
}
