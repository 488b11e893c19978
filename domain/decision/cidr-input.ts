import { z } from 'zod';
import { parseCidr } from './address-filter';

/** A list of CIDRs or single addresses, IPv4 or IPv6; empty means no limit. */
export const cidrList = () =>
  z
    .array(
      z
        .string()
        .trim()
        .max(64)
        .refine(
          (text) => parseCidr(text) !== null,
          'This is neither an address nor a CIDR such as 10.0.0.0/8.',
        ),
    )
    .max(100);
