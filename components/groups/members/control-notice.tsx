import { Notice } from '@/components/ui/notice';

/** Tells before anything is staged that members of this group run Keyward itself. */
export function ControlNotice(props: { groupName: string; refusal: string | undefined }) {
  return (
    <Notice tone="warn" title={`Members of ${props.groupName} control Keyward`}>
      <p>
        Its scopes reach the control plane itself. Adding or changing members needs an administrator
        {props.refusal ? ', which you are not.' : ': you are one.'}
      </p>
    </Notice>
  );
}
