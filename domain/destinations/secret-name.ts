import { label } from '@/domain/base/input';

/** What a secret is called at its destination; the kind of it says more. */
export const secretNameInput = () => label(255);
