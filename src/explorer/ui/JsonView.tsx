import type { ComponentChildren } from 'preact';
import { ScrollRegion } from './ScrollRegion.tsx';

/** A JSON value, indented, with a class for each kind of token. Paths and URLs are links. */
export function JsonView({ value, label = 'JSON' }: { value: unknown; label?: string }) {
  return (
    <ScrollRegion class="json" label={label}>
      <pre>
        <Value value={value} indent="" />
      </pre>
    </ScrollRegion>
  );
}

function Value({ value, indent }: { value: unknown; indent: string }) {
  if (typeof value === 'string') return <Text value={value} />;
  if (Array.isArray(value)) {
    return <Members open="[" close="]" indent={indent} members={value.map((member) => ({ member }))} />;
  }
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, member]) => ({ name, member: member as unknown }));
    return <Members open="{" close="}" indent={indent} members={members} />;
  }
  return <span class={value === null ? 'json-null' : `json-${typeof value}`}>{String(value)}</span>;
}

interface MembersProps {
  open: string;
  close: string;
  indent: string;
  members: readonly { name?: string; member: unknown }[];
}

function Members({ open, close, indent, members }: MembersProps) {
  if (members.length === 0) return `${open}${close}`;
  const inner = `${indent}  `;
  const lines: ComponentChildren[] = members.map(({ name, member }, i) => (
    <span key={name ?? i}>
      {inner}
      {name !== undefined && (
        <>
          <span class="json-name">{JSON.stringify(name)}</span>:{' '}
        </>
      )}
      <Value value={member} indent={inner} />
      {i < members.length - 1 ? ',\n' : '\n'}
    </span>
  ));
  return (
    <>
      {open}
      {'\n'}
      {lines}
      {indent}
      {close}
    </>
  );
}

/** Paths of this origin that are documents, images or files. */
const LINK = /^(https?:\/\/|\/(api|image|pictures|schemas|problems)\/)\S+$/;

function Text({ value }: { value: string }) {
  const text = JSON.stringify(value);
  return <span class="json-string">{LINK.test(value) ? <a href={value}>{text}</a> : text}</span>;
}
