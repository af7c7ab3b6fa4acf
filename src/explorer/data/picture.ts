const PICTURE = /^\/(?:pictures\/|image\/).+\.(?:jpe?g|png|webp|avif|gif)$/i;

/** The path of an own picture that a value names, or `null`. */
export function picturePath(value: unknown, origin: string): string | null {
  if (typeof value !== 'string') return null;
  const path = value.startsWith(`${origin}/`) ? value.slice(origin.length) : value;
  return PICTURE.test(path) ? path : null;
}

/** The URL of a small image of a picture. */
export function previewUrl(path: string, width: number): string {
  return path.startsWith('/image/') ? path : `/image/width=${width},format=auto${path}`;
}
