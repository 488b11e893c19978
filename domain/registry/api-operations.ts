import { createApi } from '@/domain/apis/create-api';
import { createOperation } from '@/domain/apis/create-operation';
import { deleteApi } from '@/domain/apis/delete-api';
import { deleteOperation } from '@/domain/apis/delete-operation';
import { freezeApi } from '@/domain/apis/freeze-api';
import { getApi } from '@/domain/apis/get-api';
import { importDocument } from '@/domain/apis/import-document';
import { listApis } from '@/domain/apis/list-apis';
import { listOperations } from '@/domain/apis/list-operations';
import { previewImport } from '@/domain/apis/preview-import';
import { setOperations } from '@/domain/apis/set-operations';
import { thawApi } from '@/domain/apis/thaw-api';
import { unfreezeApi } from '@/domain/apis/unfreeze-api';
import { updateApi } from '@/domain/apis/update-api';
import { updateOperation } from '@/domain/apis/update-operation';
import type { AnyCommand, AnyQuery } from '@/domain/commands/define';

/** Services that are protected, and what can be called of them. */
export const API_COMMANDS: readonly AnyCommand[] = [
  createApi,
  createOperation,
  deleteApi,
  deleteOperation,
  freezeApi,
  importDocument,
  setOperations,
  thawApi,
  unfreezeApi,
  updateApi,
  updateOperation,
];

export const API_QUERIES: readonly AnyQuery[] = [getApi, listApis, listOperations, previewImport];
