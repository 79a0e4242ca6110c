import * as ToggleGroup from 'radix-ui/toggle-group';

/** A choice among a few options, all in view. */
export function Segmented<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly (readonly [value: Value, text: string])[];
  readonly onChange: (value: Value) => void;
}) {
  return (
    <ToggleGroup.Root
      type="single"
      className="segmented"
      aria-label={label}
      value={value}
      onValueChange={(next) => {
        const option = options.find(([candidate]) => candidate === next);
        if (option !== undefined) onChange(option[0]);
      }}
    >
      {options.map(([option, text]) => (
        <ToggleGroup.Item key={option} value={option}>
          {text}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
