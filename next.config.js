// Headers that never change; the nonce-bearing CSP and HSTS are set in proxy.ts.
const fixedHeaders = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Cross-Origin-Opener-Policy', value: 'same-origin' },
  { key: 'Cross-Origin-Resource-Policy', value: 'same-origin' },
  {
    key: 'Permissions-Policy',
    value: 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()',
  },
];

// Pages get a policy with a nonce; what programs read needs nothing at all.
const programPolicy = {
  key: 'Content-Security-Policy',
  value: "default-src 'none'; frame-ancestors 'none'",
};

/** @type {import('next').NextConfig} */
const nextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // Native and worker-spawning packages stay outside the server bundle.
  serverExternalPackages: ['pg', '@node-rs/argon2', 'pino'],
  // `npm run check` checks the types of the whole repository; a build for use needs not repeat it.
  typescript: { ignoreBuildErrors: true },
  experimental: {
    // OpenAPI documents may weigh 32 MB; they go to a route handler, and actions are far smaller.
    proxyClientMaxBodySize: '34mb',
    serverActions: { bodySizeLimit: '2mb' },
  },
  // In development Next would print the arguments of server actions: a pasted secret is one.
  logging: { serverFunctions: false },
  // Before anything renders: a redirect from within a page would load two pages' code.
  redirects: async () => [
    { source: '/settings', destination: '/settings/sessions', permanent: false },
  ],
  // Chromium asks for this by itself when an address changes while the page has no icon: between
  // two pages the link is gone for a moment.
  rewrites: async () => [{ source: '/favicon.ico', destination: '/icon.svg' }],
  headers: async () => [
    { source: '/:path*', headers: fixedHeaders },
    { source: '/api/:path*', headers: [programPolicy] },
  ],
};

export default nextConfig;
