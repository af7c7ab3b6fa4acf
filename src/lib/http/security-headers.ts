/** Pages load files of this origin and images, and nothing inline (CSP level 3). */
const PAGE_POLICY = pagePolicy({ code: "'self'", connections: "'self'" });

/** Vite's development server inlines styles and scripts, and updates them over a socket. */
const DEVELOPMENT_PAGE_POLICY = pagePolicy({
  code: "'self' 'unsafe-inline'",
  connections: "'self' ws: wss:",
});

/** A browser that renders data as a document can load and run nothing. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

/**
 * Sets the security headers of a response of the Worker.
 *
 * @param isDevelopment whether Vite's development server renders the pages
 */
export function setSecurityHeaders(headers: Headers, isDevelopment = false): void {
  const pages = isDevelopment ? DEVELOPMENT_PAGE_POLICY : PAGE_POLICY;
  const isPage = headers.get('content-type')?.startsWith('text/html') ?? false;
  headers.set('content-security-policy', isPage ? pages : DATA_POLICY);
  headers.set('x-content-type-options', 'nosniff');
  headers.set('x-frame-options', 'DENY');
  headers.set('referrer-policy', 'strict-origin-when-cross-origin');
  headers.set('strict-transport-security', 'max-age=31536000');
  headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
  // Other sites may use images and JSON.
  headers.set('cross-origin-resource-policy', isPage ? 'same-origin' : 'cross-origin');
}

function pagePolicy({ code, connections }: { code: string; connections: string }): string {
  return [
    "default-src 'none'",
    `script-src ${code}`,
    `style-src ${code}`,
    "img-src 'self' data: https:",
    "font-src 'self'",
    `connect-src ${connections}`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
