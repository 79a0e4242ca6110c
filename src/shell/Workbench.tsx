import type { ReactNode } from 'react';
import { Group, type Layout, Panel, Separator } from 'react-resizable-panels';
import { preferences } from '../app/preferences.ts';

/** Takes a layout that a person made, and what was kept of it. */
function remembered(id: string) {
  const kept = preferences.getState().sizes[id];
  return {
    id,
    ...(kept !== undefined && { defaultLayout: { ...kept } }),
    onLayoutChanged: (layout: Layout) => {
      const { sizes } = preferences.getState();
      preferences.setState({ sizes: { ...sizes, [id]: layout } });
    },
  };
}

/** Many texts: the map with the table beside it, the other panels below. Borders move by dragging and by arrow keys. */
export default function Workbench({
  main,
  beside,
  below,
}: {
  readonly main: ReactNode;
  /** Null where it is folded. */
  readonly beside: ReactNode;
  readonly below: ReactNode;
}) {
  const above =
    beside === null ? (
      <div className="bench-part">{main}</div>
    ) : (
      <Group {...remembered('columns')} orientation="horizontal">
        <Panel id="main" className="bench-part" defaultSize="58%" minSize="320px">
          {main}
        </Panel>
        <Separator className="bench-border" aria-label="Border between map and table" />
        <Panel id="beside" className="bench-part" defaultSize="42%" minSize="260px">
          {beside}
        </Panel>
      </Group>
    );
  if (below === null) return <div className="bench">{above}</div>;
  return (
    <div className="bench" data-below="">
      <Group {...remembered('rows')} orientation="vertical">
        <Panel id="above" defaultSize="62%" minSize="260px">
          {above}
        </Panel>
        <Separator className="bench-border" aria-label="Border between map and the panels below" />
        <Panel id="below" defaultSize="38%" minSize="120px">
          {below}
        </Panel>
      </Group>
    </div>
  );
}
