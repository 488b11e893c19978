import { z } from 'zod';
import { withoutSecret } from '@/domain/base/input';
import { LONGEST_OPERATION_ID, OPERATION_ID_PATTERN } from '@/domain/openapi/operation-id';

/** An operationId or plain action name, as documents may have it: single spaces at most. */
export const operationName = () =>
  withoutSecret(
    z
      .string()
      .min(1)
      .max(LONGEST_OPERATION_ID)
      .regex(OPERATION_ID_PATTERN, 'Use visible characters, with single spaces between them.'),
  );
