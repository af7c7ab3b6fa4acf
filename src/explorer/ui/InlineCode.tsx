/** A sentence whose `code` is written between backticks, as in Markdown. */
export function InlineCode({ text }: { text: string }) {
  return text.split('`').map((part, i) => (i % 2 === 0 ? part : <code key={`${i}${part}`}>{part}</code>));
}
