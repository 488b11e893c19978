import { z } from 'zod';
import { holdsNoSecret, SECRET_INSIDE } from '@/domain/kernel/input';

/** Hosts under which an API is reached: names or addresses, with a port where it isn't the default. */
export const hostList = () =>
  z
    .array(
      z
        .string()
        .trim()
        .toLowerCase()
        .max(255)
        .regex(
          /^(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/,
          'Write a host such as api.example.com or api.example.com:8443.',
        )
        .refine(holdsNoSecret, SECRET_INSIDE),
    )
    .max(50)
    .transform((hosts) => [...new Set(hosts)]);

/** Path before all operations of an API: `/` or `/v1`, kept without a trailing slash. */
export const basePath = () =>
  z
    .string()
    .trim()
    .max(200)
    .transform((text) => `/${text.replaceAll(/^\/+|\/+$/g, '')}`)
    .refine(
      (path) => path === '/' || /^(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._~-]+)+$/.test(path),
      'Write a plain path such as /v1, without parameters or encoded characters.',
    )
    .refine(holdsNoSecret, SECRET_INSIDE);
