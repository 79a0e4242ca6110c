import * as Popover from 'radix-ui/popover';
import { app, useModel } from '../../app/app.ts';
import { inputNotes, roleWords } from '../../encoders/input.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatBytes, formatSeconds } from '../../widgets/format.ts';
import { Pill } from '../../widgets/Pill.tsx';
import { modelPill } from './pill-ref.ts';

export function ModelPill() {
  const info = useModel((state) => state.info);
  const status = useModel((state) => state.status);
  const face =
    info === null || status === 'loading' ? (
      <span className="pill-muted">{status === 'failed' ? 'No model' : 'Loading model…'}</span>
    ) : (
      <>
        <span className="pill-muted only-wide">Model</span>
        <b>
          <bdi>{info.name}</bdi>
        </b>
        <span className="pill-muted only-wide">
          {info.precision} · {formatBytes(info.bytes)}
        </span>
      </>
    );
  return (
    <Pill ref={modelPill} testId="model-pill" label="Model" face={face}>
      <h2>{info?.name ?? 'No model is loaded'}</h2>
      {info !== null && (
        <dl className="facts">
          <dt>Encoder</dt>
          <dd>{info.family}</dd>
          <dt>Weights</dt>
          <dd>
            {info.precision}, {formatBytes(info.bytes)}
          </dd>
          <dt>Dimensions</dt>
          <dd>{info.dim}</dd>
          <dt>Reads at most</dt>
          <dd>{info.maxSeqLength} tokens</dd>
          <dt>Instruction</dt>
          <dd>{roleWords(info.input.instruction)}</dd>
          <dt>Ready after</dt>
          <dd>{formatSeconds(info.loadMs / 1000)}</dd>
          <dt>Fingerprint</dt>
          <dd className="mono">{info.fingerprint.slice(0, 16)}</dd>
        </dl>
      )}
      {info !== null &&
        inputNotes(info.input, 'importing it again with the other choice').map((note) => (
          <p key={note}>{note}</p>
        ))}
      <Popover.Close asChild>
        <Button look="primary" data-testid="open-models" onClick={() => app().models.show()}>
          Choose or add a model…
        </Button>
      </Popover.Close>
    </Pill>
  );
}
