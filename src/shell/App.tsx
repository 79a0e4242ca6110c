import { Tooltip } from 'radix-ui';
import { PanelPart, Part } from '../app/failure/Part.tsx';
import { CompareBar } from '../features/compare/CompareBar.tsx';
import { SelectionBar } from '../features/compare/SelectionBar.tsx';
import { EffectRow } from '../features/effect/EffectRow.tsx';
import { LazyGuide } from '../features/guide/LazyGuide.tsx';
import { MapPanel } from '../features/map/MapPanel.tsx';
import { LazyPalette } from '../features/palette/LazyPalette.tsx';
import { RetrievalPanel } from '../features/retrieval/RetrievalPanel.tsx';
import { SimilarityPanel } from '../features/similarity/SimilarityPanel.tsx';
import { Sidebar } from '../features/texts/Sidebar.tsx';
import { TokensPanel } from '../features/tokens/TokensPanel.tsx';
import { useRefusals } from '../features/workspaces/use-refusals.ts';
import { useTurns } from '../widgets/use-turns.ts';
import { Footer } from './Footer.tsx';
import { Header } from './Header.tsx';
import { LazyDialogs } from './LazyDialogs.tsx';
import { Notices } from './Notices.tsx';
import { Toast } from './Toast.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { useKeys } from './use-keys.ts';
import { useLinks } from './use-links.ts';

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
