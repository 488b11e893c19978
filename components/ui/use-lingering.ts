'use client';

import { useState } from 'react';

/** The last value there was: what a dialog is about stays in it while it fades out. */
export function useLingering<Value>(value: Value | undefined): Value | undefined {
  const [last, setLast] = useState(value);
  if (value !== undefined && value !== last) setLast(value);
  return value ?? last;
}
