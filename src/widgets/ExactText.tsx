import type { ComponentProps, ReactNode } from 'react';
import style from './exact-text.module.css';

/**
 * A text field that shows its content exactly as embedded: monospaced, with a dot for each space.
 * The field's own letters are transparent; a mirror with the same metrics behind it draws them.
 */
export function ExactText({
  value,
  onChange,
  ...rest
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
} & Omit<ComponentProps<'textarea'>, 'value' | 'onChange' | 'className' | 'spellCheck'>) {
  return (
    <div className={style.exact}>
      <div className={style.mirror} aria-hidden="true">
        <Marked text={value} />
      </div>
      <textarea
        className={style.text}
        value={value}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        rows={1}
        onChange={(event) => onChange(event.target.value)}
        {...rest}
      />
    </div>
  );
}

/** Text with visible white space that wraps unchanged. */
export function Marked({ text }: { readonly text: string }) {
  const marked: ReactNode[] = [];
  let offset = 0;
  for (const part of text.split(/([ \t\u00a0\n])/)) {
    const kind = WHITE[part];
    marked.push(
      kind === undefined ? (
        part
      ) : (
        <span key={offset} className={style.space} data-kind={kind}>
          {part}
        </span>
      ),
    );
    offset += part.length;
  }
  // A zero-width space after a final newline gives the last, empty line its height.
  return [...marked, '\u200b'];
}

const WHITE: Record<string, string> = {
  ' ': 'space',
  '\t': 'tab',
  '\u00a0': 'no-break',
  '\n': 'newline',
};
