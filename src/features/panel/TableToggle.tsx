import { IconButton } from '../../widgets/IconButton.tsx';

/** Switches a chart to the same facts as a table. */
export function TableToggle({
  what,
  table,
  onChange,
}: {
  readonly what: string;
  readonly table: boolean;
  readonly onChange: (table: boolean) => void;
}) {
  return (
    <IconButton
      icon={table ? 'chart' : 'table'}
      label={table ? `Show ${what} as a chart` : `Show ${what} as a table`}
      aria-pressed={table}
      onClick={() => onChange(!table)}
    />
  );
}
