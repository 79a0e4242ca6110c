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
  const turn = useTurns(4);
  const held = useFileDrop();
  return (
    <Tooltip.Provider delayDuration={400}>
      <div className="app" data-held={held || undefined}>
        <Header />
        <Sidebar lists={turn > 0} />
        <main className="main">
          <Notices />
          <div className="panels">
            {turn > 1 && <SimilarityPanel />}
            {turn > 2 && <MapPanel />}
            {turn > 3 && <RetrievalPanel />}
          </div>
        </main>
        <Footer />
      </div>
      <Toast />
    </Tooltip.Provider>
  );
}
