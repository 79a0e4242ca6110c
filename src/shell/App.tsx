import * as Tooltip from 'radix-ui/tooltip';
import { app } from '../app/app.ts';
import { Part } from '../app/failure/Part.tsx';
import { CompareBar } from '../features/compare/CompareBar.tsx';
import { LazyGuide } from '../features/guide/LazyGuide.tsx';
import { PanelSlot } from '../features/panel/PanelSlot.tsx';
import { SelectionBar } from '../features/selection/SelectionBar.tsx';
import { useRefusals } from '../features/workspaces/use-refusals.ts';
import { useTurns } from '../widgets/use-turns.ts';
import { LazyPalette } from './commands/LazyPalette.tsx';
import { useKeys } from './commands/use-keys.ts';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { LazyDialogs } from './LazyDialogs.tsx';
import { Notices } from './Notices.tsx';
import { PanelGrid } from './PanelGrid.tsx';
import { Sidebar } from './Sidebar.tsx';
import { Toast } from './Toast.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { useLinks } from './use-links.ts';

/** Number of parts mounted before the panels, one per turn (`useTurns`). */
const FIRST_TURNS = 4;

export function App() {
  useKeys();
  useLinks();
  useRefusals();
  const { all } = app().panels;
  const rows = all.filter(({ definition }) => definition.place === 'row');
  const grid = all.filter(({ definition }) => definition.place === 'grid');
  const turn = useTurns(FIRST_TURNS + grid.length);
  const held = useFileDrop();
  return (
    <Tooltip.Provider delayDuration={400}>
      <div className="app" data-held={held || undefined}>
        {turn > 0 && (
          <Part name="The head of the page" area="header">
            <Header />
          </Part>
        )}
        <Part name="The list of lenses and texts" area="sidebar">
          <Sidebar turn={turn} />
        </Part>
        <main className="main">
          <Notices />
          {turn > FIRST_TURNS && <LazyGuide />}
          {turn > FIRST_TURNS && (
            <div className="bars">
              <Part name="The choice of lenses" area="inline">
                <CompareBar />
              </Part>
              <Part name="The selection" area="inline">
                <SelectionBar />
              </Part>
            </div>
          )}
          {turn > FIRST_TURNS &&
            rows.map((panel) => <PanelSlot key={panel.definition.name} panel={panel} />)}
          <PanelGrid panels={grid} shown={Math.max(0, turn - FIRST_TURNS)} />
        </main>
        {turn > 1 && (
          <Part name="The foot of the page" area="footer">
            <Footer />
          </Part>
        )}
      </div>
      <LazyPalette />
      <LazyDialogs />
      <Toast />
    </Tooltip.Provider>
  );
}
