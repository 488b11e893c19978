import { handleControlRequest } from '@/app/control-api/handle';

export {
  handleControlRequest as DELETE,
  handleControlRequest as GET,
  handleControlRequest as PATCH,
  handleControlRequest as POST,
  handleControlRequest as PUT,
};
