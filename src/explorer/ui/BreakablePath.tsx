import { Fragment } from 'preact';

/** A path or URL that may break before its delimiters, and nowhere inside a name. */
export function BreakablePath({ path }: { path: string }) {
  const parts = path.split(/(?=[/?&=,])/);
  return parts.map((part, i) => (
    <Fragment key={`${i}${part}`}>
      {i > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
