import { useState } from 'react';

/** A labelled choice; its first value shows the reason for it. */
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
  /** Reason for the first value: "guessed". */
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
