import { useWorkspace } from '../app/app.ts';
import { LazyPart, partCode } from '../app/failure/LazyPart.tsx';
import { WORKBENCH_FROM } from '../app/folds.ts';
import type { Panel } from '../app/panels.ts';
import { FoldedPanels } from '../features/panel/FoldedPanels.tsx';
import { PanelSlot } from '../features/panel/PanelSlot.tsx';
import { useFolded } from '../features/panel/use-folded.ts';
import { useNarrow } from '../widgets/use-media.ts';

const WORKBENCH = partCode('The workbench', async () => (await import('./Workbench.tsx')).default);

/** The panels in their grid; with many texts, as a workbench round the map. */
export function PanelGrid({
  panels,
  shown,
}: {
  readonly panels: readonly Panel[];
  /** How many of them are mounted so far: one a turn. */
  readonly shown: number;
}) {
  const folded = useFolded(panels);
  const open = panels.slice(0, shown).filter(({ definition }) => !folded.has(definition.name));
  const narrow = useNarrow();
  const many = useWorkspace(({ workspace }) => workspace.texts.length >= WORKBENCH_FROM);
  const slot = (panel: Panel) => <PanelSlot key={panel.definition.name} panel={panel} />;
  const main = open.find(({ definition }) => definition.bench === 'main');
  const beside = open.find(({ definition }) => definition.bench === 'beside');
  const isBench = many && !narrow && main !== undefined;
  const rest = isBench ? open.filter((panel) => panel !== main && panel !== beside) : open;
  const grid = <div className="panels">{rest.map(slot)}</div>;
  return (
    <>
      {isBench ? (
        <LazyPart
          code={WORKBENCH}
          main={slot(main)}
          beside={beside === undefined ? null : slot(beside)}
          below={rest.length === 0 ? null : grid}
        />
      ) : (
        grid
      )}
      {shown > 0 && <FoldedPanels panels={panels} folded={folded} />}
    </>
  );
}
