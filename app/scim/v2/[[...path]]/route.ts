import { handleScimRequest } from '@/app/scim/handle';

export {
  handleScimRequest as DELETE,
  handleScimRequest as GET,
  handleScimRequest as HEAD,
  handleScimRequest as PATCH,
  handleScimRequest as POST,
  handleScimRequest as PUT,
};
