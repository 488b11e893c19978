import { z } from 'zod';
import { label, reference } from '@/domain/base/input';
import { credentialReference } from './credential-reference';
import { placeInput } from './place-input';

const MAX_GROUPS = 50;

/** What a destination is made of, and what may be changed of it. */
export const destinationFields = {
  name: label(),
  place: placeInput(),
  /** Where the worker finds the credential: `env:NAME` or `file:/path`. */
  credential: credentialReference(),
  /** Ids or slugs of the groups whose tokens may go there. Empty: every group's. */
  groups: z.array(reference()).max(MAX_GROUPS),
};

export const NAME_TAKEN = {
  destinations_name_unique: { path: 'name', message: 'A destination with this name exists.' },
};
