'use client';

import { Button } from '@/components/ui/button';
import { CopyButton } from '@/components/ui/copy-button';
import { Notice } from '@/components/ui/notice';

/** New recovery codes, shown once. */
export function RecoveryCodes(props: { codes: readonly string[]; onDone(): void }) {
  return (
    <Notice tone="warn" title="Your recovery codes" live>
      <p>
        Each signs you in once, should you lose your other factors. They are shown only now: keep
        them where you keep what you can’t lose.
      </p>
      <ul className="my-3 grid max-w-md grid-cols-1 gap-x-6 gap-y-1 font-mono text-sm sm:grid-cols-2">
        {props.codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex items-center gap-2">
        <CopyButton text={props.codes.join('\n')} label="Copy all recovery codes" />
        <Button onClick={props.onDone}>I have kept them</Button>
      </div>
    </Notice>
  );
}
