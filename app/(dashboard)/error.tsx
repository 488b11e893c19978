'use client';

import { PageError } from '@/components/ui/page-error';

// Inside the group, so that a failed page leaves the navigation standing.
export default PageError;
