import { useModel } from '../../app/app.ts';
import { type DeviceChoice, deviceName, type EngineState } from '../../app/models/engine.ts';
import type { ModelInfo } from '../../engine/types.ts';
import { asSentence } from '../../lib/errors.ts';
import { Pill } from '../../widgets/Pill.tsx';

/** The device that runs, which may differ from the chosen one. */
export function DevicePill() {
  const status = useModel((state) => state.status);
  const info = useModel((state) => state.info);
  const error = useModel((state) => state.error);
  const refusals = info?.refusals ?? [];
  const choice = useModel((state) => state.choice);
  const running = info !== null && status === 'ready';
  const substitute = running ? substituteFor(choice, info) : null;
  return (
    <Pill
      testId="device-pill"
      label="Device"
      face={
        <>
          <i className="dot" data-tone={tone(status, substitute !== null)} />
          <b>{running ? deviceName(info.device) : WORDS[status]}</b>
          {running && (
            <span className="pill-muted only-wide ellipsis">
              {info.deviceDetail}, verified{substitute !== null && `, ${substitute}`}
            </span>
          )}
        </>
      }
    >
      <h2>{running ? `Runs on ${deviceName(info.device)}` : WORDS[status]}</h2>
      {error !== null && <p>{error}</p>}
      {running && (
        <dl className="facts">
          <dt>Embedding</dt>
          <dd>{info.device === 'wasm' ? `CPU, ${info.deviceDetail}` : info.deviceDetail}</dd>
          <dt>Analysis</dt>
          <dd>CPU, 1 worker</dd>
          <dt>Self-check</dt>
          <dd>
            passed, cosine {info.selfCheck.cosine.toFixed(5)}, largest difference{' '}
            {info.selfCheck.difference.toExponential(1)}
          </dd>
          <dt>Model’s files</dt>
          <dd>
            {info.sealed
              ? 'as they were written: one digest over all of them'
              : 'each has its checksum; an earlier Facet wrote no digest over all of them, so convert the model anew'}
          </dd>
        </dl>
      )}
      {refusals.map(({ device, reason }) => (
        <p key={device}>
          <b>{deviceName(device)} was not used:</b> {asSentence(reason)}
        </p>
      ))}
      {running && info.device === 'wasm' && !crossOriginIsolated && (
        <p>
          <b>Each worker runs one thread:</b> more would need headers that this page's host does not
          send (COOP and COEP). Where the browser allows it, Facet adds them itself when the page is
          loaded again.
        </p>
      )}
      {running && (
        <p>
          While loading, the device embeds a fixed batch, which is compared with stored vectors.
          Below a cosine of 0.999 the device is refused and the next one is tried.
        </p>
      )}
    </Pill>
  );
}

/** Words for a device other than the chosen one; null if it is the chosen one. */
function substituteFor(choice: DeviceChoice, info: ModelInfo): string | null {
  if (choice !== 'auto') return choice === info.device ? null : 'not as chosen';
  // A browser without WebGPU has nothing to fall back from.
  return info.refusals.some(({ kind }) => kind === 'failed') ? 'fallback' : null;
}

const WORDS: Record<EngineState['status'], string> = {
  idle: 'Starting',
  loading: 'Starting',
  ready: 'Ready',
  recovering: 'Recovering',
  failed: 'Stopped',
};

function tone(status: EngineState['status'], substituted: boolean): string {
  if (status === 'ready') return substituted ? 'warn' : 'good';
  return status === 'failed' ? 'bad' : 'busy';
}
