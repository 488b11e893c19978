import { asc } from 'drizzle-orm';
import { z } from 'zod';
import type { Queryable } from '@/db/client';
import { destinations } from '@/db/schema/destinations';
import { label } from '@/domain/base/input';
import { invalid } from '@/domain/base/refusal';
import { createDestination } from '@/domain/destinations/create-destination';
import { credentialReference } from '@/domain/destinations/credential-reference';
import { deleteDestination } from '@/domain/destinations/delete-destination';
import { type DestinationView, toDestinationViews } from '@/domain/destinations/destination-view';
import { type Place, placeInput } from '@/domain/destinations/place-input';
import { updateDestination } from '@/domain/destinations/update-destination';
import {
  type Change,
  differing,
  type Field,
  inOrder,
  listed,
  type Section,
  sorted,
} from '../change';
import { amountOf } from '../effect-words';
import { Refused } from '../refused';
import { groupNames, readGroupNames } from './group-names';

const destinationSchema = z.strictObject({
  /** The whole of it, with its `kind`. */
  place: placeInput().optional(),
  /** `env:NAME` or `file:/path`, as the worker sees them; the credential itself is in no file. */
  credential: credentialReference().optional(),
  /** Whose tokens may go there; an empty list: every group's. */
  groups: groupNames().optional(),
});
export const destinationsSchema = z.record(label(), destinationSchema);
type Wanted = z.output<typeof destinationsSchema>;
type Said = Wanted[string];
type Held = DestinationView & { readonly groupNames: readonly string[] };

async function readRows(db: Queryable): Promise<Map<string, Held>> {
  const rows = await db.select().from(destinations).orderBy(asc(destinations.name));
  const toNames = await readGroupNames(db);
  const views = await toDestinationViews(db, rows);
  return new Map(
    views.map((view) => [
      view.name,
      { ...view, groupNames: toNames(view.groups.map(({ id }) => id)) },
    ]),
  );
}

export const destinationsSection: Section<Wanted> = {
  listedBy: ['destinations.list'],

  async read(db) {
    const rows = [...(await readRows(db))];
    return sorted(
      rows.map(([name, { place, credential, groupNames: names }]) => [
        name,
        { place, credential, groups: names },
      ]),
    );
  },

  async diff({ db }, wanted) {
    const rows = await readRows(db);
    const changes = Object.entries(wanted).flatMap(([name, said]) => {
      const held = rows.get(name);
      return held ? changeDestination(held, said) : [makeDestination(name, said)];
    });
    for (const [name, held] of rows) {
      if (Object.hasOwn(wanted, name)) continue;
      changes.push({
        ...{ at: 'removedDestinations', verb: 'delete', kind: 'destination', name, fields: [] },
        path: ['destinations'],
        step: { command: deleteDestination, input: { destination: held.id } },
      });
    }
    return changes;
  },
};

function makeDestination(name: string, { place, credential, groups }: Said): Change {
  return {
    ...{ at: 'destinations', verb: 'create', kind: 'destination', name },
    path: ['destinations', name],
    fields: [
      ...placeFields({}, { ...place }),
      ...differing({}, { credential }),
      ...listed('groups', [], [...(groups ?? [])].sort(inOrder)),
    ],
    step: { command: createDestination, input: { name, place, credential, groups } },
  };
}

function changeDestination(held: Held, { place, credential, groups }: Said): Change[] {
  const path = ['destinations', held.name];
  if (place && place.kind !== held.kind) {
    const message = `This is of kind “${held.kind}”: give another destination its own name.`;
    throw new Refused(invalid('place.kind', message), path);
  }
  const moved = place ? placeFields(held.place, place) : [];
  const signedIn = differing(held, { credential });
  const opened = groups
    ? listed('groups', held.groupNames, [...new Set(groups)].sort(inOrder))
    : [];
  const fields = [...moved, ...signedIn, ...opened];
  if (fields.length === 0) return [];
  const goesOn = held.scheduled > 0 && moved.length + signedIn.length > 0;
  const input = {
    destination: held.id,
    ...(moved.length > 0 && { place }),
    ...(signedIn.length > 0 && { credential }),
    ...(opened.length > 0 && { groups }),
  };
  return [
    {
      ...{ at: 'destinations', verb: 'update', kind: 'destination', name: held.name, path, fields },
      effect: goesOn
        ? `${amountOf(held.scheduled, 'token')} on a schedule: the next secrets go there.`
        : undefined,
      step: { command: updateDestination, input },
    },
  ];
}

/** A place is said whole: what it leaves out is gone. */
function placeFields(before: Partial<Place>, after: Partial<Place>): Field[] {
  const both = { ...before, ...after };
  const named = (place: object) =>
    Object.fromEntries(
      Object.keys(both).map((key) => [
        `place.${key}`,
        (place as Record<string, unknown>)[key] ?? null,
      ]),
    );
  return differing(named(before), named(after));
}
