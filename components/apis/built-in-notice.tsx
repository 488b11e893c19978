import { Notice } from '@/components/ui/notice';

/** Why the built-in API is read-only. */
export function BuiltInNotice() {
  return (
    <Notice title="This is Keyward’s own API, and it is read-only">
      <p className="text-muted">
        Its operations are the commands and queries of this product and change only with it. Give
        rights over Keyward by scopes, as with any other API.
      </p>
    </Notice>
  );
}
