import { Tooltip } from 'radix-ui';
import { Footer } from './footer/Footer.tsx';
import { Header } from './header/Header.tsx';
import { Notices } from './Notices.tsx';
import { MapPanel } from './panels/MapPanel.tsx';
import { RetrievalPanel } from './panels/RetrievalPanel.tsx';
import { SimilarityPanel } from './panels/SimilarityPanel.tsx';
import { Sidebar } from './sidebar/Sidebar.tsx';
import { Toast } from './Toast.tsx';
import { useFileDrop } from './use-file-drop.ts';
import { useKeys } from './use-keys.ts';
import { useTurns } from './use-turns.ts';

export function App() {
  useKeys();
  const turn = useTurns(5);
  const held = useFileDrop();
  return (
    <Tooltip.Provider delayDuration={400}>
      <div className="app" data-held={held || undefined}>
        <Header />
        <Sidebar turn={turn} />
        <main className="main">
          <Notices />
          <div className="panels">
            {turn > 2 && <SimilarityPanel />}
            {turn > 3 && <MapPanel />}
            {turn > 4 && <RetrievalPanel />}
          </div>
        </main>
        <Footer />
      </div>
      <Toast />
    </Tooltip.Provider>
  );
}
