'use client';

import { Button } from './button';
import { isLost, type Refused } from './form-state';
import { ButtonLink } from './link';
import { Notice } from './notice';
import { RefusalReference } from './refusal-reference';
import { UPDATED_CODE } from './updated';

/** Why something was not done: message, every field's complaint, the code, the request's id. */
export function RefusalNotice(props: { refusal: Refused }) {
  const { code, message, requestId, staged } = props.refusal;
  if (code === UPDATED_CODE) return <UpdatedNotice />;
  if (isLost(props.refusal)) {
    return (
      <Notice tone="danger" title="No answer from Keyward" live>
        <p>{message}</p>
      </Notice>
    );
  }
  if (staged) {
    return (
      <Notice
        tone="info"
        title="It waits for a second administrator"
        live
        actions={<ButtonLink href={staged}>Open the request</ButtonLink>}
      >
        <p>{message}</p>
      </Notice>
    );
  }
  // A single complaint is often the message itself.
  const errors = (props.refusal.errors ?? []).filter((error) => error.message !== message);
  return (
    <Notice tone="danger" title={message} live>
      {errors.length > 0 && (
        <ul className="list-disc pl-4">
          {errors.map((error) => (
            <li key={`${error.path} ${error.message}`}>{error.message}</li>
          ))}
        </ul>
      )}
      <RefusalReference code={code} requestId={requestId} />
    </Notice>
  );
}

/** A page from before an upgrade can't go on; reloading is left to whoever has typed something. */
export function UpdatedNotice() {
  return (
    <Notice
      tone="info"
      title="Keyward was updated"
      live
      actions={<Button onClick={() => window.location.reload()}>Reload</Button>}
    >
      <p>
        This page is from before and can’t go on. What you typed is still here: copy what you want
        to keep, then reload, and see whether your last step was taken.
      </p>
    </Notice>
  );
}
