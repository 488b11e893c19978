'use client';

import NextLink from 'next/link';
import { type ComponentProps, useState } from 'react';

/**
 * A link that fetches its page's code when the pointer or the focus comes near. Next's own way,
 * for every link in view, would load with each page the code of those it leads to.
 */
export function IntentLink(props: ComponentProps<typeof NextLink>) {
  const [isNear, setNear] = useState(false);
  const comeNear = () => setNear(true);
  return (
    <NextLink
      {...props}
      prefetch={isNear ? null : false}
      onPointerEnter={comeNear}
      onFocus={comeNear}
    />
  );
}
