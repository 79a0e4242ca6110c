import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { useModels } from '../../app/app.ts';
import type { ExportedModel, ModelStep } from '../../exports/model/protocol.ts';
import { messageOf } from '../../lib/errors.ts';
import { isolated } from '../../lib/isolate.ts';
import { Button } from '../../widgets/Button.tsx';
import { canChooseFolder, chooseFolder } from '../../widgets/choose-folder.ts';
import { formatBytes, formatSeconds } from '../../widgets/format.ts';
import { Note } from '../../widgets/Note.tsx';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';
import {
  askOnnx,
  dismissOnnx,
  type OnnxChoice,
  type OnnxWork,
  onnxChoices,
  onnxExport,
  onnxName,
  runOnnx,
} from './onnx.ts';
import style from './style.module.css';
import { PRECISION_WORDS } from './words.ts';

/** Bytes beyond which an archive is worth a warning: a browser writes it twice. */
const LARGE_BYTES = 2e9;

const STEPS: Readonly<Record<ModelStep, string>> = {
  reading: 'reading the model',
  writing: 'writing',
  checking: 'running the files',
  packing: 'packing',
};

/** The export of a model as ONNX, at any step. */
export function OnnxCard() {
  const work = useStore(onnxExport, (state) => state.work);
  switch (work?.step) {
    case undefined:
      return null;
    case 'asked':
      return <Asked key={work.id} id={work.id} />;
    case 'running':
      return <Running work={work} />;
    case 'failed':
      return (
        <Card title={<>{nameOf(work.choice)} was not exported</>}>
          <Note tone="bad">{work.message}</Note>
          <div className="dialog-actions">
            <Button onClick={dismissOnnx}>Back</Button>
            <span className="spacer" />
            <Button look="primary" onClick={() => askOnnx(work.choice.id)}>
              Try again
            </Button>
          </div>
        </Card>
      );
    case 'done':
      return <Done choice={work.choice} exported={work.exported} />;
    default:
      return work satisfies never;
  }
}

function Asked({ id }: { readonly id: string | null }) {
  const stored = useModels((state) => state.stored) ?? [];
  const choices = onnxChoices(id, stored);
  const [chosenId, setChosenId] = useState(id);
  const [problem, setProblem] = useState<string | null>(null);
  const choice = choices.find((each) => each.id === chosenId) ?? choices[0];
  if (choice === undefined) {
    return (
      <Card title="Export as ONNX">
        <Note tone="bad">This model is no longer in this browser: add it again.</Note>
        <div className="dialog-actions">
          <Button onClick={dismissOnnx}>Back</Button>
        </div>
      </Card>
    );
  }
  const intoFolder = async () => {
    try {
      const folder = await chooseFolder();
      if (folder !== null) await runOnnx(choice, folder);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const isLarge = choice.bytes !== null && choice.bytes > LARGE_BYTES;
  return (
    <Card title={<>Export {nameOf(choice)} as ONNX</>}>
      <p>
        For other programs and other machines: the graph, the weights, the tokenizer, and the rules
        by which Facet reads instruction and text. Nothing is sent anywhere.
      </p>
      <fieldset className={style.precision}>
        <legend>Precision</legend>
        {choices.map((each) => (
          <label key={each.id}>
            <input
              type="radio"
              name="onnx-precision"
              value={each.precision}
              checked={each.id === choice.id}
              onChange={() => setChosenId(each.id)}
            />
            <b>{each.precision}</b>
            <span>{PRECISION_WORDS[each.precision]}</span>
            {each.bytes !== null && (
              <span className={style.cost}>about {formatBytes(each.bytes)}</span>
            )}
          </label>
        ))}
        <p className={style.cost}>
          {id === null
            ? 'The built-in model comes in this precision alone.'
            : 'A model is exported as it is kept here: for another precision, add it again in that one.'}
        </p>
      </fieldset>
      {isLarge && canChooseFolder() && (
        <Note tone="warn">
          A download of this size takes twice its bytes on the disk for a while: a folder takes them
          once.
        </Note>
      )}
      {problem !== null && <Note tone="bad">{problem}</Note>}
      <div className="dialog-actions">
        <Button onClick={dismissOnnx}>Back</Button>
        <span className="spacer" />
        {canChooseFolder() && (
          <Button data-testid="onnx-folder" onClick={() => void intoFolder()}>
            Into a folder…
          </Button>
        )}
        <Button
          look="primary"
          data-testid="onnx-download"
          onClick={() => void runOnnx(choice, null)}
        >
          Download
        </Button>
      </div>
    </Card>
  );
}

function Running({ work }: { readonly work: Extract<OnnxWork, { step: 'running' }> }) {
  const { choice, progress, cancel } = work;
  const fraction = progress === null ? null : progress.done / Math.max(1, progress.total);
  const title = `Exporting ${isolated(choice.name)} as ONNX`;
  return (
    <Card title={<>Exporting {nameOf(choice)}</>} testId="onnx-running">
      <ProgressBar label={title} fraction={fraction} />
      <p>
        {cancel === null && 'Cancelling: the files written so far are removed.'}
        {cancel !== null && progress === null && 'Starting'}
        {progress !== null && (
          <>
            {formatBytes(progress.done)} of {formatBytes(progress.total)} · {STEPS[progress.step]}
            {progress.secondsLeft !== null && ` · ${formatSeconds(progress.secondsLeft)} left`}
          </>
        )}
      </p>
      <p>You can close this dialog: the export continues.</p>
      <div className="dialog-actions">
        <Button data-testid="onnx-cancel" disabled={cancel === null} onClick={() => cancel?.()}>
          Cancel export
        </Button>
      </div>
      {/* Announced in quarters, not for every piece. */}
      <span className="visually-hidden" aria-live="polite">
        {title}, {Math.floor((fraction ?? 0) * 4) * 25} percent
      </span>
    </Card>
  );
}

function Done({
  choice,
  exported: { name, sizes, checks },
}: {
  readonly choice: OnnxChoice;
  readonly exported: ExportedModel;
}) {
  const bytes = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  const folder = onnxName(choice.name, choice.precision);
  return (
    <Card title={<>{nameOf(choice)} is exported</>} testId="onnx-done">
      <p role="status">
        <bdi>{name}</bdi>: {sizes.size} files, {formatBytes(bytes)}.
      </p>
      {typeof checks === 'string' ? (
        <Note tone="warn">
          The files were not run here. {checks} The Python package facet_embed runs them against the
          model’s canary when it opens them, and refuses wrong ones.
        </Note>
      ) : (
        <p data-testid="onnx-checked">
          The files were run here and give the model’s vectors: lowest canary cosine{' '}
          {Math.min(...checks.map(({ cosine }) => cosine)).toFixed(6)}.
        </p>
      )}
      <p>In Python, with the package facet_embed of Facet’s repository:</p>
      <pre className={style.python}>
        {`from facet_embed import Embedder\nvectors = Embedder(${JSON.stringify(name.endsWith('.zip') ? folder : name)}).encode([["instruction", "text"]])`}
      </pre>
      <div className="dialog-actions">
        <span className="spacer" />
        <Button onClick={dismissOnnx}>Done</Button>
      </div>
    </Card>
  );
}

function Card({
  title,
  testId = 'onnx-card',
  children,
}: {
  readonly title: ReactNode;
  readonly testId?: string;
  readonly children: ReactNode;
}) {
  const section = useRef<HTMLElement>(null);
  // It stands below the list, which may be long.
  useEffect(() => {
    if (testId === 'onnx-card') section.current?.focus();
    section.current?.scrollIntoView({ block: 'nearest' });
  }, [testId]);
  return (
    <section
      ref={section}
      tabIndex={-1}
      className={style.importing}
      aria-label="Export as ONNX"
      data-testid={testId}
    >
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function nameOf({ name, precision }: OnnxChoice) {
  return (
    <>
      <bdi>{name}</bdi> ({precision})
    </>
  );
}
