'use client';

import { useRouter } from 'next/navigation';
import { useCallback, useMemo, useState } from 'react';
import {
  type AskedValue,
  TYPING_PAUSE_MS,
  useAskedValue,
} from '@/components/asking/use-asked-value';
import { formatCount } from '@/components/format/format';
import { StagedBar } from '@/components/groups/staged-bar';
import { useStagedSave } from '@/components/groups/use-staged-save';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import type { ActionOutcome } from '@/components/ui/form-state';
import { LeaveGuard } from '@/components/ui/leave-guard';
import { Notice } from '@/components/ui/notice';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';
import { OperationChanges } from './operation-changes';
import type { ScopeOption } from './scope-option';
import { ScopePicker } from './scope-picker';
import { type ScopesPreview, scopesPreviewQuestion, scopeWords } from './scope-words';

type SavedScopes = { scopeCount: number; operationCount: number };

/** The scopes a group owns: staged, previewed, and saved in one go. */
export function ScopesEditor(props: {
  group: { id: string; name: string };
  scopes: ScopeOption[];
  ownedIds: string[];
  /** Of those, what no token of the group has called in 90 days. */
  unusedIds: string[];
  save: (scopeIds: string[]) => Promise<ActionOutcome<SavedScopes>>;
}) {
  const router = useRouter();
  const toast = useToast();
  const owned = useMemo(() => new Set(props.ownedIds), [props.ownedIds]);
  const [toggled, setToggled] = useState<ReadonlySet<string>>(new Set());
  const [reviewing, setReviewing] = useState(false);
  // Staged as differences: what others save meanwhile is kept.
  const chosen = useMemo(
    () =>
      new Set(props.scopes.map(({ id }) => id).filter((id) => owned.has(id) !== toggled.has(id))),
    [props.scopes, owned, toggled],
  );
  const staged = toggled.size > 0 ? { group: props.group.id, scopes: [...chosen] } : null;
  const preview = useAskedValue(scopesPreviewQuestion, staged, { pauseMs: TYPING_PAUSE_MS });
  const { saving, isSafe, refusal, save, clearRefusal } = useStagedSave((saved: SavedScopes) => {
    toast.done(
      `Scopes of ${props.group.name} saved`,
      `It owns ${formatCount(saved.scopeCount, 'scope')} with ${formatCount(saved.operationCount, 'operation')}.`,
    );
    setToggled(new Set());
    router.refresh();
  });
  const onToggle = useCallback(
    (id: string, on: boolean) =>
      setToggled((before) => {
        const next = new Set(before);
        if (owned.has(id) === on) next.delete(id);
        else next.add(id);
        return next;
      }),
    [owned],
  );
  function discard() {
    setToggled(new Set());
    clearRefusal();
  }
  const known = preview.status === 'answered' ? preview.answer : null;
  return (
    <div className="flex flex-col gap-4">
      <Section
        flush
        title="Scopes"
        description="Every token of the group opens what these hold, from the moment you save."
        actions={
          props.unusedIds.length > 0 && (
            <Button
              size="small"
              onClick={() => {
                for (const id of props.unusedIds) onToggle(id, false);
              }}
            >
              Tighten: leave out {formatCount(props.unusedIds.length, 'unused scope')}
            </Button>
          )
        }
      >
        <fieldset disabled={saving} className="min-w-0">
          <legend className="sr-only">Scopes of {props.group.name}</legend>
          <ScopePicker scopes={props.scopes} owned={owned} chosen={chosen} onToggle={onToggle} />
        </fieldset>
      </Section>
      {toggled.size > 0 && (
        <StagedBar
          sentence={sentence(preview)}
          notice={known?.handsOutControl && <ControlPreview preview={known} />}
          refusal={refusal}
          saving={saving}
          saveLabel="Save scopes"
          disabledReason={reasonAgainst(preview)}
          review={known && <Button onClick={() => setReviewing(true)}>Review operations</Button>}
          onDiscard={discard}
          onSave={() => save(() => props.save([...chosen]))}
        />
      )}
      <Dialog
        open={reviewing && known !== null}
        onOpenChange={setReviewing}
        size="large"
        title="What saving changes"
        description={sentence(preview)}
      >
        {known && <OperationChanges preview={known} />}
      </Dialog>
      <LeaveGuard unsaved={toggled.size > 0 && !isSafe} onDiscard={discard} />
    </div>
  );
}

function sentence(preview: AskedValue<ScopesPreview>): string {
  if (preview.status === 'answered') return scopeWords(preview.answer);
  if (preview.status === 'refused') return preview.message;
  if (preview.status === 'lost') return 'What saving changes cannot be worked out right now';
  return 'Working out what saving changes';
}

function reasonAgainst(preview: AskedValue<ScopesPreview>): string | undefined {
  if (preview.status === 'asking') return 'Working out what saving changes';
  if (preview.status === 'refused') return preview.message;
  if (preview.status === 'answered' && preview.answer.needsAdministrator) {
    return 'It would hand out control-plane rights you do not hold';
  }
  return undefined;
}

function ControlPreview(props: { preview: ScopesPreview }) {
  const { needsAdministrator, needsSecond } = props.preview;
  return (
    <Notice
      tone={needsAdministrator ? 'danger' : 'warn'}
      title="This hands out rights over Keyward itself"
    >
      <p>
        {needsAdministrator
          ? 'Some of them you do not hold yourself, so only an administrator can save this.'
          : 'Every member and every token of the group gets them. From then on only administrators can add members.'}
        {needsSecond && !needsAdministrator
          ? ' A second administrator must approve it: saving asks for that, and changes nothing yet.'
          : ''}
      </p>
    </Notice>
  );
}
