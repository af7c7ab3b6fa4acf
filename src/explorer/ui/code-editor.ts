// The only file that imports CodeMirror. It is loaded when the editor is opened.
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json, jsonParseLinter } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language';
import { linter, lintGutter } from '@codemirror/lint';
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';

interface Options {
  text: string;
  label: string;
  change: (text: string) => void;
}

/** The colours of the site, whose custom properties reach into the shadow tree. */
const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: 'var(--accent)' },
  { tag: tags.string, color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--signal)' },
]);

const THEME = EditorView.theme({
  '&': { color: 'var(--ink)', fontSize: '14px', minHeight: '18rem' },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '2px' },
  '.cm-content': { fontFamily: 'var(--code)', padding: '0.8rem 0', caretColor: 'var(--ink)' },
  '.cm-scroller': { lineHeight: '1.55', overflow: 'auto' },
  '.cm-gutters': { background: 'none', border: 'none', color: 'var(--quiet)' },
  '.cm-activeLine': { background: 'transparent' },
  '&.cm-focused .cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-matchingBracket': { background: 'var(--accent-ground)' },
});

/**
 * Opens an editor of JSON in an element. It is in a shadow tree, where CodeMirror adopts its style sheets: those that it adds
 * to a document are inline, which the Content-Security-Policy blocks. Tab leaves it, as it leaves any input.
 *
 * @returns closes it
 */
export function openEditor(element: HTMLElement, { text, label, change }: Options): () => void {
  const root = element.shadowRoot ?? element.attachShadow({ mode: 'open' });
  const view = new EditorView({
    doc: text,
    root,
    parent: root,
    extensions: [
      lineNumbers(),
      history(),
      bracketMatching(),
      indentOnInput(),
      highlightActiveLine(),
      json(),
      linter(jsonParseLinter()),
      lintGutter(),
      syntaxHighlighting(COLOURS),
      THEME,
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label }),
      keymap.of([...defaultKeymap, ...historyKeymap]),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (docChanged) change(state.doc.toString());
      }),
    ],
  });
  return () => view.destroy();
}
