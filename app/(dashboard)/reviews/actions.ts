'use server';

import {
  type ActionOutcome,
  allTextOf,
  optionalNumberOf,
  optionalTextOf,
  textOf,
  toDone,
  toFormState,
} from '@/app/server/form-outcome';
import { act } from '@/app/server/run';
import type { SavedCampaign } from '@/components/reviews/campaign-form';
import type { Said } from '@/components/reviews/decide-dialog';
import type { Applied } from '@/components/reviews/groups-table';
import type { FormState } from '@/components/ui/form-state';
import { applyReview } from '@/domain/reviews/apply-review';
import { closeReview } from '@/domain/reviews/close-review';
import { createCampaign } from '@/domain/reviews/create-campaign';
import { decideEntries } from '@/domain/reviews/decide-entries';
import { endCampaign } from '@/domain/reviews/end-campaign';
import { updateCampaign } from '@/domain/reviews/update-campaign';

// Arguments come from the network: the commands refuse what is not meant.

export async function createCampaignAction(
  _previous: FormState<SavedCampaign>,
  form: FormData,
): Promise<ActionOutcome<SavedCampaign>> {
  const startsAt = optionalTextOf(form, 'startsAt');
  const input = { ...termsOf(form), ...(startsAt && { startsAt }) };
  return toFormState(await act(createCampaign, input), ({ id, review }) => ({
    campaign: id,
    review,
  }));
}

export async function updateCampaignAction(
  campaign: string,
  _previous: FormState<SavedCampaign>,
  form: FormData,
): Promise<ActionOutcome<SavedCampaign>> {
  return toFormState(await act(updateCampaign, { campaign, ...termsOf(form) }), ({ id }) => ({
    campaign: id,
    review: null,
  }));
}

const termsOf = (form: FormData) => ({
  name: textOf(form, 'name'),
  groups: textOf(form, 'about') === 'chosen' ? allTextOf(form, 'groups') : null,
  repeats: textOf(form, 'repeats'),
  // Left empty it is no number, which the command refuses.
  deadlineDays: optionalNumberOf(form, 'deadlineDays') ?? Number.NaN,
  unreviewed: optionalTextOf(form, 'unreviewed') ?? null,
});

export async function endCampaignAction(campaign: string): Promise<ActionOutcome> {
  return toDone(await act(endCampaign, { campaign }));
}

/** @returns how many memberships it was said of */
export async function decideAction(review: string, said: Said): Promise<ActionOutcome<number>> {
  return toFormState(await act(decideEntries, { ...said, review }), ({ decided }) => decided);
}

export async function applyAction(review: string, group: string): Promise<ActionOutcome<Applied>> {
  return toFormState(await act(applyReview, { review, group }), ({ ended, shortened, left }) => ({
    ended,
    shortened,
    left,
  }));
}

export async function closeAction(review: string): Promise<ActionOutcome> {
  return toDone(await act(closeReview, { review }));
}
