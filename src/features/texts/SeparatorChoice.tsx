import { useState } from 'react';
import { Choice } from './Choice.tsx';

const SEPARATORS: readonly (readonly [string, string])[] = [
  [',', 'Comma ,'],
  [';', 'Semicolon ;'],
  ['\t', 'Tab'],
  ['|', 'Bar |'],
  [':', 'Colon :'],
  ['~', 'Tilde ~'],
  ['^', 'Caret ^'],
  ['', 'None: one column'],
];
/** Value that stands for a typed separator. No separator has a line break. */
const OTHER = '\n';
const LONGEST = 5;

/** Chooses the separator of a table: a usual one, the guessed one, or any that is typed. */
export function SeparatorChoice({
  separator,
  reason,
  onChange,
}: {
  readonly separator: string;
  readonly reason: string;
  readonly onChange: (separator: string) => void;
}) {
  const [typed, setTyped] = useState<string | null>(null);
  const [guessed] = useState(separator);
  const known = [separator, guessed].filter(
    (one, at, all) => !SEPARATORS.some(([value]) => value === one) && all.indexOf(one) === at,
  );
  const options = [
    ...SEPARATORS,
    ...known.map((one) => [one, `“${shown(one)}”`] as const),
    [OTHER, 'Other…'] as const,
  ];
  return (
    <>
      <Choice
        label="Separator"
        testId="separator"
        value={typed === null ? separator : OTHER}
        options={options}
        reason={reason}
        onChange={(value) => {
          setTyped(value === OTHER ? '' : null);
          if (value !== OTHER) onChange(value);
        }}
      />
      {typed !== null && (
        <label>
          Other separator
          <input
            className="select"
            data-testid="other-separator"
            size={LONGEST}
            maxLength={LONGEST}
            ref={(input) => {
              if (input !== null && typed === '') input.focus();
            }}
            value={typed}
            onChange={({ target: { value } }) => {
              setTyped(value);
              if (value !== '') onChange(value === '\\t' ? '\t' : value);
            }}
          />
        </label>
      )}
    </>
  );
}

/** Shows a separator, its control characters by their codes. */
function shown(separator: string): string {
  return separator === ' '
    ? 'space'
    : [...separator]
        .map((char) =>
          char < ' ' ? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}` : char,
        )
        .join('');
}
