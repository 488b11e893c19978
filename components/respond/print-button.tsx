'use client';

import { Printer } from 'lucide-react';
import { Button, type ButtonProps } from '@/components/ui/button';

/** Prints the page as it stands: navigation and buttons stay behind. */
export function PrintButton(props: Pick<ButtonProps, 'size'>) {
  return (
    <Button {...props} icon={<Printer aria-hidden />} onClick={() => window.print()}>
      Print
    </Button>
  );
}
