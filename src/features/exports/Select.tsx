/** A labelled choice among a few. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [Value, string])[];
  readonly onChange: (value: Value) => void;
}) {
  return (
    <label>
      {label}
      <select
        className="select"
        data-testid={`export-${label.toLowerCase()}`}
        value={value}
        onChange={({ target }) => onChange(options.find(([option]) => option === target.value)![0])}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
