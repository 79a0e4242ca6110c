import { app, useModel } from '../../app/app.ts';
import type { DeviceChoice } from '../../app/models/engine.ts';
import { loadWords } from '../../app/models/load-words.ts';
import { view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';
import style from './style.module.css';

const CHOICES: readonly (readonly [choice: DeviceChoice, label: string])[] = [
  ['auto', 'Automatic'],
  ['webgpu', 'WebGPU'],
  ['wasm', 'WASM'],
];

/** Chooses the device, and shows the progress of loading. */
export function DeviceSection() {
  const choice = useModel((state) => state.choice);
  const choose = useModel((state) => state.choose);
  const status = useModel((state) => state.status);
  const info = useModel((state) => state.info);
  const progress = useModel((state) => state.progress);
  const words = loadWords(progress);
  return (
    <section className={`side-section ${style.device}`} aria-label="Model and device">
      {/* On a wide screen, the header shows it. */}
      <div className="only-narrow">
        <div className={style.row}>
          <span>Model</span>
          <b className={`${style.detail} ellipsis`}>{info?.name}</b>
          <Button
            onClick={() => {
              view.setState({ drawer: false });
              app().models.show();
            }}
          >
            Choose or add…
          </Button>
        </div>
      </div>
      <div className={style.row}>
        <label htmlFor="device-select">Run on</label>
        <select
          id="device-select"
          className="select"
          data-testid="device-select"
          value={choice}
          onChange={(event) => {
            const next = CHOICES.find(([candidate]) => candidate === event.target.value);
            if (next !== undefined) void choose(next[0]);
          }}
        >
          {CHOICES.map(([value, label]) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <span className={`${style.detail} ellipsis`} title={info?.deviceDetail}>
          {status === 'loading' ? words.text : info?.deviceDetail}
        </span>
      </div>
      {status === 'loading' && <ProgressBar label="Loading the model" fraction={words.fraction} />}
    </section>
  );
}
