import { Tooltip } from 'radix-ui';
import { CompareBar } from './compare/CompareBar.tsx';
import { SelectionBar } from './compare/SelectionBar.tsx';
import { EffectRow } from './effect/EffectRow.tsx';
import { PanelPart, Part } from './failure/Part.tsx';
import { Footer } from './footer/Footer.tsx';
import { LazyGuide } from './guide/LazyGuide.tsx';
import { Header } from './header/Header.tsx';
import { LazyDialogs } from './LazyDialogs.tsx';
import { Notices } from './Notices.tsx';
import { LazyPalette } from './palette/LazyPalette.tsx';
import { MapPanel } from './panels/MapPanel.tsx';
import { RetrievalPanel } from './panels/RetrievalPanel.tsx';
import { SimilarityPanel } from './panels/SimilarityPanel.tsx';
import { TokensPanel } from './panels/TokensPanel.tsx';
import { Sidebar } from './sidebar/Sidebar.tsx';
import { Toast } from './Toast.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { useKeys } from './use-keys.ts';
import { useLinks } from './use-links.ts';
import { useTurns } from './use-turns.ts';
import { useRefusals } from './workspaces/use-refusals.ts';

const PANELS = [
  ['similarity', 'Similarity', SimilarityPanel],
  ['map', 'Map', MapPanel],
  ['retrieval', 'Retrieval', RetrievalPanel],
  ['tokens', 'Tokens', TokensPanel],
] as const;

export function App() {
  useKeys();
  useLinks();
  useRefusals();
  const turn = useTurns(8);
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
          {turn > 4 && <LazyGuide />}
          {turn > 4 && (
            <div className="bars">
              <Part name="The choice of lenses" area="inline">
                <CompareBar />
              </Part>
              <Part name="The selection" area="inline">
                <SelectionBar />
              </Part>
            </div>
          )}
          {turn > 4 && (
            <Part name="The effect of the second lens" area="inline">
              <EffectRow />
            </Part>
          )}
          <div className="panels">
            {PANELS.map(
              ([name, title, Panel], at) =>
                turn > 4 + at && (
                  <PanelPart key={name} name={name} title={title}>
                    <Panel />
                  </PanelPart>
                ),
            )}
          </div>
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
