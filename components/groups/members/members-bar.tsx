'use client';

import { useState } from 'react';
import { EndingTokens, TokensInALine } from '@/components/access/touched-tokens';
import type { AskedValue } from '@/components/asking/use-asked-value';
import { StagedBar } from '@/components/groups/staged-bar';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { Refused } from '@/components/ui/form-state';
import { Notice } from '@/components/ui/notice';
import type { TouchedTokens as Touched } from '@/domain/access/touched-tokens';
import { MAX_MEMBER_EDITS } from '@/domain/groups/group-facts';
import { EditList } from './edit-list';
import type { MemberEdits } from './member-edits';
import { MergeNotice } from './merge-notice';
import { type MemberPreview, previewWords } from './preview-words';
import { RightsList } from './rights-list';

const KEPT = 'Your edits are kept, and not saved yet';

export type MembersBarProps = {
  edits: MemberEdits;
  preview: AskedValue<MemberPreview>;
  refusal: Refused | null;
  saving: boolean;
  onDiscard: () => void;
  onSave: () => void;
  onMerge: () => Promise<Refused | null>;
};

/** What saving the staged members does, and the button. */
export function MembersBar(props: MembersBarProps) {
  const { edits, preview, refusal } = props;
  const conflict = conflictIn(refusal) ?? conflictIn(preview);
  const [reviewing, setReviewing] = useState(false);
  const known = preview.status === 'answered' ? preview.answer : null;
  const ending = known && { tokenCount: known.revokedTokens, tokens: known.tokens };
  return (
    <>
      <StagedBar
        sentence={conflict ? KEPT : sentence(preview)}
        detail={!conflict && ending && ending.tokenCount > 0 && revokedWords(ending)}
        notice={
          conflict ? (
            <MergeNotice conflict={conflict} onMerge={props.onMerge} />
          ) : (
            known?.controlsKeyward && <ControlPreview preview={known} />
          )
        }
        refusal={conflict ? null : refusal}
        saving={props.saving}
        saveLabel="Save members"
        disabledReason={conflict ? 'Merge your edits first' : reasonAgainst(edits, preview)}
        review={<Button onClick={() => setReviewing(true)}>Review</Button>}
        onDiscard={props.onDiscard}
        onSave={props.onSave}
      />
      <Dialog
        open={reviewing}
        onOpenChange={setReviewing}
        title="What saving changes"
        description={conflict ? KEPT : sentence(preview)}
      >
        <div className="flex flex-col gap-4">
          <EditList edits={edits} />
          {!conflict && ending && <EndingTokens touched={ending} />}
        </div>
      </Dialog>
    </>
  );
}

const conflictIn = (each: AskedValue<MemberPreview> | Refused | null): Refused | null =>
  each?.status === 'refused' && each.code === 'members_changed' ? each : null;

const revokedWords = (ending: Touched) => (
  <>
    Revoked: <TokensInALine {...ending} />
  </>
);

function sentence(preview: AskedValue<MemberPreview>): string {
  if (preview.status === 'answered') return previewWords(preview.answer);
  if (preview.status === 'refused') return preview.message;
  if (preview.status === 'lost') return 'What saving changes cannot be worked out right now';
  return 'Working out what saving changes';
}

function reasonAgainst(edits: MemberEdits, preview: AskedValue<MemberPreview>): string | undefined {
  if (edits.size > MAX_MEMBER_EDITS) return `At most ${MAX_MEMBER_EDITS} edits in one save`;
  if (preview.status === 'asking') return 'Working out what saving changes';
  if (preview.status === 'refused') return preview.message;
  if (preview.status === 'answered' && preview.answer.needsAdministrator) {
    return 'Only an administrator can add members to this group';
  }
  return undefined;
}

function ControlPreview(props: { preview: MemberPreview }) {
  const { added, changed, needsAdministrator, needsSecond, rights } = props.preview;
  if (added.length + changed.length === 0) return null;
  if (needsAdministrator) {
    return (
      <Notice tone="danger" title="Only an administrator can save this">
        <p>
          The group holds control-plane rights. Ask an administrator to add them, or stage removals
          only.
        </p>
      </Notice>
    );
  }
  return (
    <Notice tone="warn" title="This hands out rights over Keyward itself">
      <p>
        {needsSecond
          ? 'A second administrator must approve it: saving asks for that, and changes nothing yet.'
          : 'Whoever you add has them from the moment you save.'}
      </p>
      <RightsList rights={rights} />
    </Notice>
  );
}
