import { Tooltip } from 'radix-ui';
import { CompareBar } from './compare/CompareBar.tsx';
import { SelectionBar } from './compare/SelectionBar.tsx';
import { EffectRow } from './effect/EffectRow.tsx';
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

export function App() {
  useKeys();
  useLinks();
  useRefusals();
  const turn = useTurns(8);
  const held = useFileDrop();
  return (
    <Tooltip.Provider delayDuration={400}>
      <div className="app" data-held={held || undefined}>
        {turn > 0 && <Header />}
        <Sidebar turn={turn} />
        <main className="main">
          <Notices />
          {turn > 4 && <LazyGuide />}
          {turn > 4 && (
            <div className="bars">
              <CompareBar />
              <SelectionBar />
            </div>
          )}
          {turn > 4 && <EffectRow />}
          <div className="panels">
            {turn > 4 && <SimilarityPanel />}
            {turn > 5 && <MapPanel />}
            {turn > 6 && <RetrievalPanel />}
            {turn > 7 && <TokensPanel />}
          </div>
        </main>
        {turn > 1 && <Footer />}
      </div>
      <LazyPalette />
      <LazyDialogs />
      <Toast />
    </Tooltip.Provider>
  );
}
