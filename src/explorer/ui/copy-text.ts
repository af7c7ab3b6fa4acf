/** Copies a text to the clipboard. @returns whether the browser allowed it; it asks for HTTPS or a loopback address */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
