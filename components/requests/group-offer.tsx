'use client';

import { useState } from 'react';
import { TYPING_PAUSE_MS, useAskedValue } from '@/components/asking/use-asked-value';
import { formatCount } from '@/components/format/format';
import { Combobox } from '@/components/ui/combobox';
import { Field } from '@/components/ui/field';
import { Notice } from '@/components/ui/notice';
import { PrivilegedMark, privilegedHint } from '@/components/ui/privileged-mark';
import { Expiry } from '@/components/ui/relative-time';
import { type Offer, offersQuestion, refusalOf } from './offers';

/** Chooses the group to ask for, and says what it opens. */
export function GroupOffer(props: { start: string | undefined }) {
  const [text, setText] = useState(props.start ?? '');
  const [chosen, setChosen] = useState<Offer | null>(null);
  const found = useAskedValue(
    offersQuestion,
    { q: text || undefined },
    { pauseMs: TYPING_PAUSE_MS },
  );
  const offers = found.latest ?? [];
  const started = chosen ?? offers.find(({ slug }) => slug === props.start) ?? null;
  const shown =
    started && !offers.some(({ id }) => id === started.id) ? [started, ...offers] : offers;
  return (
    <>
      <Field name="group" label="Group" required>
        <Combobox
          options={shown.map(({ slug, name, description, controlsKeyward }) => ({
            value: slug,
            label: name,
            hint: privilegedHint({ controlsKeyward }, description || slug),
          }))}
          value={started?.slug ?? null}
          onValueChange={(slug) => setChosen(shown.find((offer) => offer.slug === slug) ?? null)}
          onSearch={setText}
          placeholder="Search groups"
          emptyText={
            found.status === 'lost' || found.status === 'refused'
              ? 'The groups can’t be listed right now. Type again.'
              : 'No group fits. Ask by operation instead.'
          }
        />
      </Field>
      {started && <OfferFacts offer={started} />}
    </>
  );
}

/** What a group opens, and what keeps it from being asked for. */
export function OfferFacts(props: { offer: Offer }) {
  const { offer } = props;
  const refusal = refusalOf(offer);
  if (refusal) return <Notice tone="warn" title={`${refusal}.`} />;
  return (
    <p aria-live="polite" className="flex flex-wrap items-center gap-2 text-sm text-muted">
      <span>
        {offer.endsAt && (
          <>
            Yours ends <Expiry date={offer.endsAt} />: this asks for longer.{' '}
          </>
        )}
        <bdi>{offer.name}</bdi> opens {formatCount(offer.operationCount, 'operation')}.{' '}
        {offer.controlsKeyward ? 'An administrator decides.' : 'Its leads decide.'}
      </span>
      <PrivilegedMark group={offer} />
    </p>
  );
}
