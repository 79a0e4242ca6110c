import { useState } from 'react';
import { app, useEmbeddings, useModel, useModels } from '../../app/app.ts';
import { concerns, type DeviceLimits } from '../../app/models/device-fit.ts';
import { roleWords } from '../../encoders/input.ts';
import type { Precision } from '../../encoders/quantise.ts';
import type { ImportPlan, ImportSource } from '../../importer/types.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatBytes } from '../../widgets/format.ts';
import { Note } from '../../widgets/Note.tsx';
import { measured, TOKENS_A_TEXT } from './expect.ts';
import { InstructionChoice } from './InstructionChoice.tsx';
import style from './style.module.css';
import {
  concernWords,
  costWords,
  doneBefore,
  encoderWords,
  PRECISION_WORDS,
  parameterWords,
  sourceWords,
  storedFrom,
} from './words.ts';

/** What an import will take, shown before it reads the weights. */
export function ImportPlanCard({
  source,
  plan,
  limits,
}: {
  readonly source: ImportSource;
  readonly plan: ImportPlan;
  readonly limits: DeviceLimits | null;
}) {
  const [precision, setPrecision] = useState<Precision>(
    plan.unfinished[0]?.precision ?? plan.choices[0]!.precision,
  );
  const [instruction, setInstruction] = useState(plan.input.instruction);
  const choice = plan.choices.find((each) => each.precision === precision) ?? plan.choices[0]!;
  const done = doneBefore(plan, precision);
  const freeBytes = plan.freeBytes ?? limits?.freeBytes ?? null;
  const found =
    limits === null
      ? []
      : concerns(choice, { ...limits, freeBytes }, done / Math.max(1, plan.sourceBytes));
  const remote = source.kind !== 'files';
  const info = useModel((state) => state.info);
  const tokensPerSecond = useEmbeddings(() => app().embeddings.store.getState().tokensPerSecond);
  const speed = measured(info, tokensPerSecond);
  const stored = useModels((state) => state.stored);
  const here = storedFrom(source, precision, stored ?? []);
  return (
    <section className={style.importing} aria-label="Import" data-testid="import-plan">
      <h3>
        <bdi>{plan.name}</bdi>
      </h3>
      <dl className="facts">
        <dt>From</dt>
        <dd>{sourceWords(source)}</dd>
        <dt>Encoder</dt>
        <dd>{encoderWords(plan.spec)}</dd>
        <dt>Parameters</dt>
        <dd>{parameterWords(plan.parameters)}</dd>
        <dt>Dimensions</dt>
        <dd>{plan.spec.dim}</dd>
        {plan.input.stated && (
          <>
            <dt>Instruction</dt>
            <dd>{roleWords(plan.input.instruction)}</dd>
          </>
        )}
        <dt>{remote ? 'To download' : 'To read'}</dt>
        <dd>
          {formatBytes(plan.sourceBytes - done)}
          {done > 0 && ` of ${formatBytes(plan.sourceBytes)}`}
        </dd>
        {freeBytes !== null && (
          <>
            <dt>Free for this page</dt>
            <dd>{formatBytes(freeBytes)}</dd>
          </>
        )}
      </dl>
      {plan.layout === 'facet' && <p>It is quantised already and is copied unchanged.</p>}
      <fieldset className={style.precision}>
        <legend>Precision</legend>
        {plan.choices.map((each) => (
          <label key={each.precision}>
            <input
              type="radio"
              name="precision"
              value={each.precision}
              checked={each.precision === precision}
              onChange={() => setPrecision(each.precision)}
            />
            <b>{each.precision}</b>
            <span>{PRECISION_WORDS[each.precision]}</span>
            <span className={style.cost}>
              {costWords(each, {
                speed,
                // Facet's own folder is copied.
                share: plan.layout === 'facet' ? 0 : 1 - done / Math.max(1, plan.sourceBytes),
              })}
            </span>
          </label>
        ))}
        <p className={style.cost}>
          {speed === null
            ? 'How fast it will be on this device can be told once some texts are embedded.'
            : `Speeds are estimated from what ${info?.name} has done on this device, for texts of ${TOKENS_A_TEXT} tokens. Importing is without the download.`}
        </p>
      </fieldset>
      <InstructionChoice
        input={plan.input}
        open={plan.layout === 'checkpoint'}
        chosen={instruction}
        onChange={setInstruction}
      />
      {plan.doubt !== null && <Note tone="warn">{plan.doubt}</Note>}
      {here !== undefined && (
        <Note
          tone="warn"
          action={<Button onClick={() => app().models.takeInstead(here.id)}>Use it</Button>}
        >
          One of this source is here already, in {precision}, of{' '}
          {new Date(here.importedAt).toLocaleDateString('en-GB')}. Importing the same version again
          replaces it.
        </Note>
      )}
      {done > 0 && (
        <Note tone="plain">
          An earlier import ended after {formatBytes(done)}. This one goes on from there.
        </Note>
      )}
      {found.map((concern) => (
        <Note key={concern.kind} tone={concern.certain ? 'bad' : 'warn'}>
          {concern.certain && <b>This device can’t hold it. </b>}
          {concernWords(concern)}
        </Note>
      ))}
      <div className="dialog-actions">
        <Button onClick={() => app().models.dismiss()}>Back</Button>
        <span className="spacer" />
        <Button
          look={found.some(({ certain }) => certain) ? 'plain' : 'primary'}
          data-testid="import-start"
          onClick={() =>
            void app().models.start(
              precision,
              instruction === plan.input.instruction ? undefined : instruction,
            )
          }
        >
          {startWords(
            done > 0,
            found.some(({ certain }) => certain),
          )}
        </Button>
      </div>
    </section>
  );
}

function startWords(goesOn: boolean, doubtful: boolean): string {
  if (doubtful) return 'Import anyway';
  return goesOn ? 'Resume the import' : 'Import';
}
