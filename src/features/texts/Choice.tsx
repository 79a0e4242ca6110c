import { useState } from 'react';

/** A labelled choice; the value that was there first says how it came to be. */
export function Choice({
  label,
  testId,
  value,
  options,
  reason = '',
  onChange,
}: {
  readonly label: string;
  readonly testId: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, name: string])[];
  /** Why the first value is the first: "guessed". */
  readonly reason?: string;
  readonly onChange: (value: string) => void;
}) {
  const [first] = useState(value);
  return (
    <label>
      {label}
      <select
        className="select"
        data-testid={testId}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
            {option === first && reason !== '' && ` (${reason})`}
          </option>
        ))}
      </select>
    </label>
  );
}
