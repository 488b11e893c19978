'use client';

import { Checkbox } from '@/components/ui/choice';
import { Field } from '@/components/ui/field';
import { Form, FormActions, SubmitButton } from '@/components/ui/form';
import type { FormAction } from '@/components/ui/form-state';
import { Input } from '@/components/ui/input';
import { Section } from '@/components/ui/section';
import { useToast } from '@/components/ui/toast';
import type { AnomalyPolicy } from '@/domain/anomalies/anomaly-policy';

type Switch = { [Key in keyof AnomalyPolicy]: AnomalyPolicy[Key] extends boolean ? Key : never };
type Kind = Switch[keyof AnomalyPolicy];
type Threshold = Exclude<keyof AnomalyPolicy, Kind>;

interface Said {
  readonly label: string;
  readonly hint: string;
  readonly thresholds: readonly (readonly [name: Threshold, label: string])[];
}

const KINDS: Readonly<Record<Kind, Said>> = {
  tellsNewNetworks: {
    label: 'First use from a new network',
    hint: 'A token is allowed from a /24 (IPv6: /48) that it was never seen in.',
    thresholds: [['historyDays', 'Days for which its networks must be known']],
  },
  tellsDeniedSpikes: {
    label: 'Denied far more often than usual',
    hint: 'A token, or all of a group, on a day (UTC) against those of the week before.',
    thresholds: [
      ['spikeMinimum', 'Denials a day at least'],
      ['spikeFactor', 'Times the usual number'],
    ],
  },
  tellsStoppedUses: {
    label: 'Use of a token that was stopped',
    hint: 'It was revoked or rotated out, or its membership has ended.',
    thresholds: [],
  },
  tellsSpread: {
    label: 'One token from many networks at once',
    hint: 'More than one holder is likely to be in.',
    thresholds: [
      ['spreadNetworks', 'Networks'],
      ['spreadMinutes', 'Within minutes'],
    ],
  },
};

/** Which anomalies are told, and from where on; read only without `save`. */
export function AnomalyPolicyForm({
  policy,
  save,
}: {
  policy: AnomalyPolicy;
  save: FormAction | null;
}) {
  const toast = useToast();
  const kinds = Object.entries(KINDS) as [Kind, Said][];
  return (
    <Section
      title="Anomalies"
      description="Told by a notice and by mail to whoever a token belongs to and to the administrators, and to webhooks as anomalies.raise."
    >
      {save ? (
        <Form
          action={save}
          onDone={() => toast.done('Which anomalies are told is saved')}
          aria-label="Anomalies"
        >
          {kinds.map(([kind, { label, hint, thresholds }]) => (
            <div key={kind} className="space-y-2">
              <Checkbox name={kind} defaultChecked={policy[kind]} label={label} hint={hint} />
              {thresholds.length > 0 && (
                <div className="grid gap-x-6 gap-y-2 pl-6 sm:grid-cols-2 lg:grid-cols-3">
                  {thresholds.map(([name, what]) => (
                    <Field key={name} name={name} label={what}>
                      <Input type="number" min={1} required defaultValue={policy[name]} />
                    </Field>
                  ))}
                </div>
              )}
            </div>
          ))}
          <div className="sm:max-w-xs">
            <Field
              name="quietDays"
              label="Days of quiet"
              hint="For how long the same of the same token or group is not told again."
            >
              <Input type="number" min={1} max={90} required defaultValue={policy.quietDays} />
            </Field>
          </div>
          <FormActions>
            <SubmitButton>Save</SubmitButton>
          </FormActions>
        </Form>
      ) : (
        <ul className="space-y-1 text-sm">
          {kinds.map(([kind, { label, thresholds }]) => (
            <li key={kind}>
              {label}: {policy[kind] ? 'told' : 'not told'}
              {thresholds.map(([name, what]) => (
                <span key={name} className="text-muted">
                  {' '}
                  · {what}: {policy[name]}
                </span>
              ))}
            </li>
          ))}
          <li>Days of quiet: {policy.quietDays}</li>
        </ul>
      )}
    </Section>
  );
}
