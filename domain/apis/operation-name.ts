import { z } from 'zod';
import { withoutSecret } from '@/domain/base/input';
import { MAX_OPERATION_ID_LENGTH, OPERATION_ID_PATTERN } from '@/domain/openapi/operation-id';

/** An operationId or plain action name, as documents may have it: single spaces at most. */
export const operationName = () =>
  withoutSecret(
    z
      .string()
      .min(1)
      .max(MAX_OPERATION_ID_LENGTH)
      .regex(OPERATION_ID_PATTERN, 'Use visible characters, with single spaces between them.'),
  );
