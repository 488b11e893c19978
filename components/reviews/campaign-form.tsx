'use client';

import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { startOfDay } from '@/components/format/end-date';
import { paths } from '@/components/paths';
import { RadioGroup } from '@/components/ui/choice';
import { Combobox, type ComboboxOption } from '@/components/ui/combobox';
import { Field, FieldGroup } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { ButtonLink } from '@/components/ui/link';
import { Select } from '@/components/ui/select';
import { useToast } from '@/components/ui/toast';
import type { CampaignView } from '@/domain/reviews/campaign-view';
import { DEFAULT_DEADLINE_DAYS, MAX_DEADLINE_DAYS, REPEATS } from '@/domain/reviews/review-facts';
import { REPEATS_WORDS } from './review-words';

const repeats = REPEATS.map((value) => ({ value, label: REPEATS_WORDS[value] }));

export interface SavedCampaign {
  readonly campaign: string;
  /** The review that was opened, if one was. */
  readonly review: string | null;
}

/** A new campaign, or the terms of one that there is. */
export function CampaignForm(props: {
  campaign?: CampaignView;
  groups: ComboboxOption[];
  save: FormAction<SavedCampaign>;
}) {
  const { campaign } = props;
  const router = useRouter();
  const toast = useToast();
  function done(saved: SavedCampaign) {
    if (campaign) toast.done('The campaign is saved', 'What is open stays as it was opened.');
    else {
      toast.done(saved.review ? 'The review is open' : 'The campaign waits for its first day');
      router.push(saved.review ? paths.review(saved.review) : paths.reviewCampaign(saved.campaign));
    }
    router.refresh();
  }
  return (
    <Form action={props.save} onDone={done} aria-label="Campaign" className="max-w-xl">
      <Field name="name" label="Name" required>
        <Input defaultValue={campaign?.name} maxLength={120} placeholder="Access of our groups" />
      </Field>
      <ChosenGroups campaign={campaign} groups={props.groups} />
      <Field name="repeats" label="Repeats">
        <Select defaultValue={campaign?.repeats ?? 'quarterly'} options={repeats} />
      </Field>
      {!campaign && <FirstDay />}
      <Field
        name="deadlineDays"
        label="Days to decide"
        hint="Reviewers are told when it opens, and 7 days and 1 day before the end."
        required
      >
        <Input
          type="number"
          min={1}
          max={MAX_DEADLINE_DAYS}
          defaultValue={campaign?.deadlineDays ?? DEFAULT_DEADLINE_DAYS}
        />
      </Field>
      <Field
        name="unreviewed"
        label="Who isn’t reviewed by then"
        hint="Ending takes their tokens in the group with it. The last administrator always stays."
      >
        <Select
          defaultValue={campaign?.unreviewed ?? ''}
          options={[
            { value: '', label: 'As the organisation’s policy says' },
            { value: 'keep', label: 'Stays' },
            { value: 'end', label: 'Ends' },
          ]}
        />
      </Field>
      <FormActions>
        {!campaign && <ButtonLink href={paths.reviews()}>Cancel</ButtonLink>}
        <SubmitButton>{campaign ? 'Save' : 'Create campaign'}</SubmitButton>
      </FormActions>
    </Form>
  );
}

function ChosenGroups(props: { campaign: CampaignView | undefined; groups: ComboboxOption[] }) {
  const chosen = props.campaign?.groups;
  const [about, setAbout] = useState(chosen ? 'chosen' : 'all');
  return (
    <>
      <FieldGroup name="about" label="Groups">
        <RadioGroup
          name="about"
          value={about}
          onValueChange={setAbout}
          options={[
            { value: 'all', label: 'All groups', hint: 'Those made later included.' },
            { value: 'chosen', label: 'Some groups' },
          ]}
        />
      </FieldGroup>
      {about === 'chosen' && (
        <Field name="groups" label="Chosen groups" required>
          <Combobox
            multiple
            options={props.groups}
            defaultValue={chosen?.map(({ id }) => id) ?? []}
            placeholder="Search groups"
            emptyText="No such group"
          />
        </Field>
      )}
    </>
  );
}

function FirstDay() {
  const [day, setDay] = useState('');
  return (
    <>
      <input type="hidden" name="startsAt" value={startOfDay(day) ?? day} />
      <Field
        name="startsAt"
        label="First review"
        optional
        hint="The day on which it opens. Empty: at once."
      >
        <Input
          type="date"
          name={undefined}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
      </Field>
    </>
  );
}
