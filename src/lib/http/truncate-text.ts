/** Cuts text for a message to at most `max` characters, and marks the cut. */
export function truncateText(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max)}…` : text;
}
