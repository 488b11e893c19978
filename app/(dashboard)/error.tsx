'use client';

import PageError from '@/app/error';

// Inside the group, so that a failed page leaves the navigation standing.
export default PageError;
