/** The map's panel as on the page, over made-up places of many texts, with a computation that reports as UMAP does. */
import '../../src/shell/styles/tokens.css';
import '../../src/shell/styles/base.css';
import '../../src/shell/styles/controls.css';
import '../../src/shell/styles/layout.css';
import '../../src/shell/styles/panels.css';
import '../../src/shell/styles/compare.css';
import { Tooltip } from 'radix-ui';
import { createRoot } from 'react-dom/client';
import { app, openPanels, start } from '../../src/app/app.ts';
import { Derived } from '../../src/app/embeddings/derived.ts';
import type { PlacedText } from '../../src/app/results.ts';
import type { MapData } from '../../src/features/map/data.ts';
import { mapPanel } from '../../src/features/map/panel.tsx';
import type { MapResult } from '../../src/features/map/result.ts';
import { PanelSlot } from '../../src/features/panel/PanelSlot.tsx';
import { seededRandom } from '../../src/lib/random.ts';

export interface MapBench {
  /** Computes for so long while the map is drawn, and reports all the time. Returns the reports. */
  compute(ms: number): Promise<number>;
}

const query = new URLSearchParams(location.search);
const count = Number(query.get('texts'));
const k = Number(query.get('k'));

function madeUp(): MapResult {
  const random = seededRandom(1);
  const centres = Array.from({ length: k }, () => [random() * 10, random() * 10] as const);
  const items: PlacedText[] = [];
  const labels = new Int32Array(count);
  const coordinates = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    const place = i % 5 === 0 ? 'B' : 'A';
    items.push({ id: `t${i}`, text: `Made-up text ${i}`, place, number: i + 1 });
    const cluster = Math.floor(random() ** 2 * k);
    labels[i] = cluster;
    const [x, y] = centres[cluster]!;
    coordinates[2 * i] = x + random() + random() - 1;
    coordinates[2 * i + 1] = y + random() + random() - 1;
  }
  const clusters = {
    algorithm: 'k-means',
    k,
    assignments: labels,
    inertia: 1,
    silhouette: 0.3,
  } as const;
  const terms = centres.map((_, cluster) => [{ term: `term ${cluster}`, score: 1 }]);
  const side = { lens: 'none', clusters, coordinates, terms, gold: null } as unknown;
  return {
    items,
    without: [],
    projection: 'umap',
    sides: [side],
    moves: null,
  } as unknown as MapResult;
}

const result = madeUp();
let asked = 0;
let reports = 0;

const data = new Derived<number, MapResult>({
  inputs: () => ({ kind: 'ready', input: asked }),
  same: (a, b) => a === b,
  begin: (cancel) => app().jobs.begin('panel:map', { title: 'Computing the map', cancel }),
  async compute(ms, { onProgress, signal }) {
    const began = performance.now();
    while (performance.now() - began < ms) {
      onProgress((performance.now() - began) / ms);
      reports += 1;
      // As long as a slice of the analysis worker.
      await new Promise((resolve) => setTimeout(resolve, 12));
      signal.throwIfAborted();
    }
    return result;
  },
});

start();
openPanels([
  {
    ...mapPanel,
    create: () =>
      Object.assign(data, {
        suggester: { store: emptySuggester(), start: async () => null, cancel: () => undefined },
      }) as unknown as MapData,
  },
]);

function emptySuggester() {
  const state = { progress: null, error: null };
  return { getState: () => state, getInitialState: () => state, subscribe: () => () => undefined };
}

data.update();
createRoot(document.getElementById('root')!).render(
  <Tooltip.Provider>
    <main className="main" style={{ height: '100vh' }}>
      <div className="panels">
        {app().panels.all.map((panel) => (
          <PanelSlot key={panel.definition.name} panel={panel} />
        ))}
      </div>
    </main>
  </Tooltip.Provider>,
);

Object.assign(window, {
  mapBench: {
    async compute(ms) {
      reports = 0;
      asked = ms;
      data.update();
      while (data.store.getState().status !== 'ready') {
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return reports;
    },
  } satisfies MapBench,
});
