import { useMemo } from 'react';
import { classColumns, labelColumn } from '../../workspace/class-columns.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { labelTextsBy } from './label-commands.ts';

/** Chooses which column of labels the texts are labelled by: what clusters and lenses are scored against. */
export function TruthChoice({
  workspace,
  disabled,
}: {
  readonly workspace: Workspace;
  readonly disabled: boolean;
}) {
  const { texts, columns, facets } = workspace;
  // biome-ignore lint/correctness/useExhaustiveDependencies: nothing else of the workspace is looked at
  const { offered, chosen } = useMemo(() => {
    // Looking through all columns of many texts takes a while: the palette does it when it is asked.
    const offered = facets ?? (texts.length > MOST_LOOKED_AT ? [] : classColumns(workspace));
    return { offered, chosen: labelColumn(workspace, offered) };
  }, [texts, columns, facets]);
  if (offered.length === 0) return null;
  return (
    <label className="truth-choice">
      Labels by
      <select
        className="select"
        data-testid="truth"
        disabled={disabled}
        value={chosen === null ? '' : chosen}
        onChange={({ target: { value } }) => {
          if (value !== '') labelTextsBy(value);
        }}
      >
        {chosen === null && <option value="">What was typed</option>}
        {offered.map((column) => (
          <option key={column} value={column}>
            {column}
          </option>
        ))}
      </select>
    </label>
  );
}

const MOST_LOOKED_AT = 20_000;
