import { useId, useState } from 'react';
import { useStore } from 'zustand';
import { useReading } from '../../app/app.ts';
import { MOST_SAMPLED, type StoreCollection } from '../../stores/types.ts';
import { Button } from '../../widgets/Button.tsx';
import { session } from './session.ts';
import style from './style.module.css';
import { takeSample } from './take-sample.ts';

/** Brings rows into a workspace, where every panel can look at them. */
export function SamplePart({ collection }: { readonly collection: StoreCollection }) {
  const busy = useStore(session, (state) => state.busy !== null);
  const text = useStore(session, (state) => state.text);
  const reading = useReading();
  const [count, setCount] = useState(2000);
  const [seed, setSeed] = useState(1);
  const [countId, seedId] = [useId(), useId()];
  const { sample } = collection.can;
  if (sample !== true) return null;
  const wrong = !(Number.isInteger(count) && count >= 1 && count <= MOST_SAMPLED);
  const blocked = busy || text === null || wrong || !Number.isInteger(seed);
  return (
    <section className={style.part} aria-labelledby="store-sample">
      <h3 id="store-sample">Sample for map, clusters and duplicates</h3>
      <p>
        Draws rows at random and brings their texts here, where they are embedded again under your
        lenses. All ids are listed for it.
      </p>
      <div className={style.form}>
        <label htmlFor={countId}>Rows</label>
        <input
          id={countId}
          className={`field ${style.number}`}
          type="number"
          min={1}
          max={MOST_SAMPLED}
          data-testid="store-sample-count"
          value={Number.isNaN(count) ? '' : count}
          onChange={({ target }) => setCount(target.valueAsNumber)}
        />
        <label htmlFor={seedId}>Seed</label>
        <input
          id={seedId}
          className={`field ${style.number}`}
          type="number"
          value={Number.isNaN(seed) ? '' : seed}
          onChange={({ target }) => setSeed(target.valueAsNumber)}
        />
      </div>
      <div className="dialog-actions">
        <Button
          data-testid="store-sample-new"
          disabled={blocked}
          onClick={() => void takeSample(count, seed, 'new')}
        >
          Into a new workspace
        </Button>
        <Button
          data-testid="store-sample-here"
          disabled={blocked || reading}
          onClick={() => void takeSample(count, seed, 'here')}
        >
          Add to the texts
        </Button>
      </div>
    </section>
  );
}
