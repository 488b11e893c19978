import type { PlaceOf } from '../place-input';
import type { Asking } from './kind';

export type VaultPlace = PlaceOf<'vault'>;

export const pathOf = (path: string) => path.split('/').map(encodeURIComponent).join('/');

export const headersOf = ({ namespace }: VaultPlace, { credential }: Asking) => ({
  'x-vault-token': credential,
  'x-vault-request': 'true',
  ...(namespace !== undefined && { 'x-vault-namespace': namespace }),
});
