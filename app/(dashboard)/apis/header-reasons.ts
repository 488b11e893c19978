import { whyNot } from '@/app/server/rights';
import { apiTarget } from '@/domain/apis/api-facts';
import type { ApiView } from '@/domain/apis/api-view';
import { importDocument } from '@/domain/apis/import-document';
import type { Actor } from '@/domain/base/actor';
import { createScope } from '@/domain/scopes/create-scope';

/** Why the buttons in an API's header can't be used. */
export const headerReasons = (actor: Actor, api: ApiView) => ({
  import: whyNot(actor, importDocument, apiTarget(api), api),
  createScope: whyNot(actor, createScope, apiTarget(api)),
});
