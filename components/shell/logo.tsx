/** The mark: a lock's face with a keyhole whose slot is cut like a key's bit. */
export function LogoMark(props: { size?: number; className?: string }) {
  const size = props.size ?? 24;
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      className={`shrink-0 ${props.className ?? ''}`}
    >
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <path
        fillRule="evenodd"
        d="M12 4.4a4.7 4.7 0 0 0-2 8.95V19.6h4v-1.7h2.2v-2H14v-2.55A4.7 4.7 0 0 0 12 4.4Zm0 2.9a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z"
        className="fill-on-accent"
      />
    </svg>
  );
}

/** Mark and name. */
export function Logo() {
  return (
    <span className="inline-flex items-center gap-2 text-base font-semibold tracking-tight">
      <LogoMark />
      Keyward
    </span>
  );
}
