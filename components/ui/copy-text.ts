/**
 * Copies `text`. Over plain HTTP there is no Clipboard API, so a hidden field beside `near` is
 * selected and copied by command (it must sit inside an open dialog's focus trap).
 * Returns false when neither way worked: then ask the reader to select and copy by hand.
 */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  if (navigator.clipboard && window.isSecureContext) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch (cause) {
      // Refused by permission: the command below may still be allowed.
      if (!(cause instanceof DOMException)) throw cause;
    }
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  field.className = 'fixed top-0 left-0 opacity-0';
  near.parentElement?.append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  near.focus();
  return copied;
}
