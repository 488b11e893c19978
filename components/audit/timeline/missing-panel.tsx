import { Notice } from '@/components/ui/notice';
import { PanelBox, type PanelFrame } from './entry-panel';

/** In place of a row that the address names and nobody may see, or that is no more. */
export function MissingPanel(props: PanelFrame & { message: string | undefined }) {
  return (
    <PanelBox {...props} title={<h2 className="text-base font-semibold">Nothing to show</h2>}>
      <Notice tone="neutral" title="This row can’t be shown">
        {props.message ?? 'It is not on this page of the timeline.'}
      </Notice>
    </PanelBox>
  );
}
