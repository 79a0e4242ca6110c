import { useStore } from 'zustand';
import { useWorkspace } from '../../app/app.ts';
import { nullRows } from '../../evaluation/compare/null-rows.ts';
import { Button } from '../../widgets/Button.tsx';
import { ExactText, Marked } from '../../widgets/ExactText.tsx';
import { Icon } from '../../widgets/Icon.tsx';
import { IconButton } from '../../widgets/IconButton.tsx';
import type { InstructionField } from '../../workspace/lens.ts';
import { type Candidate, newCandidate } from './instructions.ts';
import { evaluation } from './run.ts';
import { setup } from './setup.ts';
import style from './style.module.css';
import type { Chosen } from './use-chosen.ts';

/** The instructions that are compared, those of the lenses at first, and the null rows. */
export function InstructionsPart({ chosen }: { readonly chosen: Chosen }) {
  const changed = useStore(setup, (state) => state.candidates !== null);
  const running = useStore(evaluation, (state) => state.running !== null);
  const { candidates, symmetric, asymmetric, tasks } = chosen;
  const set = (next: readonly Candidate[]) => setup.setState({ candidates: next });
  return (
    <section className={style.part} aria-label="Instructions">
      <h3>Instructions</h3>
      <fieldset className={style.fields} disabled={running}>
        <ol className={style.candidates} aria-label="Instructions to compare">
          {candidates.map((candidate, at) => (
            <Row
              key={candidate.id}
              candidate={candidate}
              number={at + 1}
              symmetric={symmetric}
              asymmetric={asymmetric}
              onChange={(field, value) =>
                set(
                  candidates.map((each) =>
                    each === candidate ? { ...each, [field]: value, lens: null, name: '' } : each,
                  ),
                )
              }
              onRemove={() => set(candidates.filter((each) => each !== candidate))}
            />
          ))}
        </ol>
        <div className={style.buttons}>
          <Button data-testid="add-candidate" onClick={() => set([...candidates, newCandidate()])}>
            <Icon name="plus" size={14} />
            Add an instruction
          </Button>
          {changed && (
            <Button look="link" onClick={() => setup.setState({ candidates: null })}>
              Back to the lenses
            </Button>
          )}
        </div>
      </fieldset>
      <div className={style.nulls}>
        <h4>Always run along, as null rows</h4>
        <ul aria-label="Null rows">
          {nullRows(tasks[0]?.task.kind ?? 'classification').map(({ name, query }) => (
            <li key={name}>
              <b>{name}</b>{' '}
              {query !== '' && (
                <code>
                  <Marked text={query} />
                </code>
              )}
            </li>
          ))}
        </ul>
        <p className={style.plain}>
          An instruction that does not beat all three is not shown to do anything for the task.
        </p>
      </div>
    </section>
  );
}

const LABELS: Readonly<Record<InstructionField, string>> = {
  instruction: 'For texts',
  queryInstruction: 'For queries',
  documentInstruction: 'For documents',
};

function Row({
  candidate,
  number,
  symmetric,
  asymmetric,
  onChange,
  onRemove,
}: {
  readonly candidate: Candidate;
  readonly number: number;
  readonly symmetric: boolean;
  readonly asymmetric: boolean;
  readonly onChange: (field: InstructionField, value: string) => void;
  readonly onRemove: () => void;
}) {
  const colour = useWorkspace(
    ({ workspace }) => workspace.lenses.find(({ id }) => id === candidate.lens)?.colour,
  );
  const name = candidate.name === '' ? `Instruction ${number}` : candidate.name;
  const fields: InstructionField[] = [
    ...(symmetric ? (['instruction'] as const) : []),
    ...(asymmetric ? (['queryInstruction', 'documentInstruction'] as const) : []),
  ];
  const isEmpty = fields.every((field) => candidate[field] === '');
  return (
    <li data-colour={colour} data-testid="candidate">
      <div className={style.candidateHead}>
        {colour !== undefined && <i className="lens-dot" />}
        <bdi className="ellipsis">{name}</bdi>
        {isEmpty && <small>empty: runs along as “no instruction”</small>}
        <IconButton icon="close" label={`Remove ${name}`} onClick={onRemove} />
      </div>
      {fields.map((field) => (
        <ExactText
          key={field}
          aria-label={fields.length === 1 ? name : `${name}, ${LABELS[field].toLowerCase()}`}
          data-testid={`candidate-${field}`}
          value={candidate[field]}
          placeholder={
            fields.length === 1 ? 'Represent the … for …: ' : `${LABELS[field]}: Represent the …: `
          }
          onChange={(value) => onChange(field, value)}
        />
      ))}
    </li>
  );
}
