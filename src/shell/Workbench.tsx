import type { ReactNode } from 'react';
import { Group, type Layout, Panel, Separator } from 'react-resizable-panels';
import { preferences } from '../app/preferences.ts';

/** Takes a layout that a person made, and what was kept of it. */
function remembered(id: string) {
  const kept = preferences.getState().sizes[id];
  return {
    id,
    ...(kept !== undefined && { defaultLayout: { ...kept } }),
    // Of a part that is alone there is nothing to keep.
    onLayoutChanged: (layout: Layout) => {
      if (Object.keys(layout).length < 2) return;
      const { sizes } = preferences.getState();
      preferences.setState({ sizes: { ...sizes, [id]: layout } });
    },
  };
}

/**
 * Many texts: the map with the table beside it, the other panels below. Borders move by dragging and by arrow keys.
 * The map keeps its place among the elements, and so its zoom, when another panel is folded or opened large.
 */
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
  return (
    <div className="bench" data-below={below === null ? undefined : ''}>
      <Group {...remembered('rows')} orientation="vertical">
        <Panel id="above" defaultSize={below === null ? '100%' : '56%'} minSize="260px">
          <Group {...remembered('columns')} orientation="horizontal">
            <Panel
              id="main"
              className="bench-part"
              defaultSize={beside === null ? '100%' : '58%'}
              minSize="320px"
            >
              {main}
            </Panel>
            {beside !== null && (
              <>
                <Separator className="bench-border" aria-label="Border between map and table" />
                <Panel id="beside" className="bench-part" defaultSize="42%" minSize="260px">
                  {beside}
                </Panel>
              </>
            )}
          </Group>
        </Panel>
        {below !== null && (
          <>
            <Separator
              className="bench-border"
              aria-label="Border between map and the panels below"
            />
            <Panel id="below" defaultSize="44%" minSize="120px">
              {below}
            </Panel>
          </>
        )}
      </Group>
    </div>
  );
}
