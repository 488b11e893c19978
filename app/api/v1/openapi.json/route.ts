import { describeControlApi } from '@/app/control-api/describe';
import { environment } from '@/domain/environment/env';

/** Describes the control API; open to everyone, for it tells nothing about this installation. */
export function GET(): Response {
  return Response.json(describeControlApi(environment().keywardUrl));
}
