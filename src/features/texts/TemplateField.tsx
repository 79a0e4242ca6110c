import { useRef, useState } from 'react';
import { Button } from '../../widgets/Button.tsx';

/** Columns that a click puts into the template. */
const OFFERED = 12;
/** Typing rests this long before the texts are made anew. */
const REST_MS = 300;

/** Edits the template that joins several columns to a text. */
export function TemplateField({
  template,
  names,
  onChange,
}: {
  readonly template: string;
  readonly names: readonly string[];
  readonly onChange: (template: string) => void;
}) {
  const [typed, setTyped] = useState(template);
  const field = useRef<HTMLTextAreaElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const change = (next: string) => {
    setTyped(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(next), REST_MS);
  };
  const insert = (name: string) => {
    const { selectionStart: from = typed.length, selectionEnd: to = typed.length } =
      field.current ?? {};
    change(`${typed.slice(0, from)}{${name}}${typed.slice(to)}`);
    field.current?.focus();
  };
  const unknown = [...typed.matchAll(/\{([^{}]*)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !names.includes(name));
  return (
    <div className="template-field">
      <label>
        Template
        <textarea
          ref={field}
          className="template-text"
          data-testid="template"
          rows={Math.min(6, typed.split('\n').length + 1)}
          dir="auto"
          spellCheck={false}
          value={typed}
          onChange={(event) => change(event.target.value)}
        />
      </label>
      <p>
        Put in:{' '}
        {names.slice(0, OFFERED).map((name) => (
          <Button key={name} look="link" onClick={() => insert(name)}>
            <bdi>{`{${name}}`}</bdi>
          </Button>
        ))}
      </p>
      {unknown[0] !== undefined && (
        <p className="doubt" role="status">
          There is no column <bdi>{unknown[0]}</bdi>: it stays as it is typed.
        </p>
      )}
    </div>
  );
}
