import { z } from 'zod';
import { withoutSecret } from '@/domain/base/input';
import { urlProblem } from '@/domain/outbound/outbound-url';

/** Compared letter by letter with `iss`, so it is neither trimmed of a slash nor otherwise made alike. */
export const issuerInput = () =>
  withoutSecret(z.string().trim().max(500)).refine(
    (text) => URL.canParse(text) && !/[?#\s]/.test(text) && isAddress(text),
    'Write the address of the issuer as its JWTs have it in “iss”, such as https://gitlab.example.com.',
  );

/** Which addresses are asked at all, says the process that asks them. */
const isAddress = (text: string) => urlProblem(text, [new URL(text).origin]) === null;
