/**
 * Letters that the search index does not fold: `ı`, and letters that are younger than its Unicode tables
 * (https://www.sqlite.org/src/file/ext/fts5/fts5_unicode2.c).
 */
const UNFOLDED =
  /[ıͿԨ-ԯ\u{13a0}-\u{13ff}\u{1c80}-\u{1cbf}ⰯⱟꚘ-ꚛꞖ-ꞟ\u{a7ab}-\u{a7ff}\u{ab30}-\u{abbf}\u{104b0}-\u{104ff}\u{10570}-\u{105bf}\u{10c80}-\u{10cff}\u{10d50}-\u{10d8f}\u{118a0}-\u{118df}\u{16e40}-\u{16eff}\u{1e900}-\u{1e943}]/u;

/** Letters that fold to another one and are not its capital, such as the final sigma and the Kelvin sign. */
const OTHER_FORMS = Array.from(
  'µſǅǈǋǲ\u{345}\u{1fbe}ϐϵϑϴϰϖϱςϕ\u{2126}ẛẞ\u{212a}\u{212b}ᾈᾉᾊᾋᾌᾍᾎᾏᾘᾙᾚᾛᾜᾝᾞᾟᾨᾩᾪᾫᾬᾭᾮᾯᾼῌῼ',
);

/** Folds the case of text as the search index does, so that `q` and `_like` find the same. */
export function foldCase(text: string): string {
  return Array.from(text, foldLetter).join('');
}

/** The letters beyond ASCII that fold to this folded letter. SQLite's `lower()` folds those of ASCII. */
export function otherCases(folded: string): string[] {
  const forms = [folded.toUpperCase(), ...OTHER_FORMS];
  return forms.filter((form) => form > '\x7f' && form !== folded && foldLetter(form) === folded);
}

function foldLetter(letter: string): string {
  const upper = oneLetter(letter.toUpperCase(), letter);
  return UNFOLDED.test(letter) || UNFOLDED.test(upper) ? letter : oneLetter(upper.toLowerCase(), upper);
}

function oneLetter(text: string, otherwise: string): string {
  return Array.from(text).length === 1 ? text : otherwise;
}
