import { type Exchange, receivedOf } from '../request/exchange.ts';
import { sendRequest } from '../request/send-request.ts';

/** An image as the browser received it, or the exchange that brought none. */
export interface LoadedImage {
  exchange: Exchange;
  /** Absent where the response is no image that the browser can show. */
  picture?: { url: string; width: number; height: number };
}

/** What an `<img>` accepts, so that `format=auto` is what pages get. */
const ACCEPT = 'image/avif,image/webp,image/png,image/*;q=0.8,*/*;q=0.5';

/** Requests an image, and decodes it. Without a token: images need none. */
export async function loadImage(path: string, signal: AbortSignal): Promise<LoadedImage> {
  const draft = { method: 'GET', path, headers: { Accept: ACCEPT } };
  const exchange = await sendRequest(draft, { signal, isAnonymous: true });
  const received = receivedOf(exchange);
  if (received === null || typeof received.body === 'string' || !received.type.startsWith('image/')) {
    return { exchange };
  }
  const url = await dataUrl(received.body);
  const image = new Image();
  image.src = url;
  try {
    await image.decode();
  } catch {
    return { exchange };
  }
  return { exchange, picture: { url, width: image.naturalWidth, height: image.naturalHeight } };
}

/** The Content-Security-Policy of the pages has `data:`, and no `blob:`. */
function dataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
