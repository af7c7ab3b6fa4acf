import fc from 'fast-check';

/** Text that only a request has. No page may repeat it. */
export const MARK = 'zqj7xkv';

const SPECIAL = [
  '',
  `<script>${MARK}</script>`,
  `"${MARK}'><img src=x onerror=${MARK}>`,
  "'; DROP TABLE users; --",
  '%" OR 1=1',
  '\0',
  '\ud800',
  '\u202e',
  'é',
  '漢字',
  '😀',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: a template engine would evaluate it.
  '${7*7}',
  '../../etc/passwd',
];

/** Text of every kind, up to a length. */
export function anyText(maxLength: number): fc.Arbitrary<string> {
  return fc
    .oneof(
      fc.constantFrom(...SPECIAL),
      fc.string({ maxLength }),
      fc.string({ maxLength, unit: 'binary' }),
      fc.string({ maxLength, unit: 'grapheme' }).map((text) => MARK + text),
    )
    .map((text) => text.toWellFormed());
}
