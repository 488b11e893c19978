import { encode } from 'uqr';

/** A text as a QR code (ISO/IEC 18004), drawn without styles of its own: the CSP allows none. */
export function QrCode(props: { text: string; label: string }) {
  const { data, size } = encode(props.text, { border: 2 });
  const path = data
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .join('');
  return (
    <svg
      role="img"
      aria-label={props.label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className="size-48 rounded-md"
    >
      <rect width={size} height={size} fill="white" />
      <path d={path} fill="black" />
    </svg>
  );
}
