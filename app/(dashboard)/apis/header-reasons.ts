import { whyNot } from '@/app/server/rights';
import { apiTarget } from '@/domain/apis/api-facts';
import type { ApiView } from '@/domain/apis/api-view';
import { freezeApi } from '@/domain/apis/freeze-api';
import { importDocument } from '@/domain/apis/import-document';
import { unfreezeApi } from '@/domain/apis/unfreeze-api';
import type { Actor } from '@/domain/base/actor';
import { createScope } from '@/domain/scopes/create-scope';

/** Why the buttons in an API's header can't be used. */
export const headerReasons = (actor: Actor, api: ApiView) => ({
  import: whyNot(actor, importDocument, apiTarget(api), api),
  freeze: whyNot(actor, api.state === 'frozen' ? unfreezeApi : freezeApi, apiTarget(api), api),
  createScope: whyNot(actor, createScope, apiTarget(api)),
});
