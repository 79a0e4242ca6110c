import { useModels } from '../../app/app.ts';
import { concerns, type DeviceLimits } from '../../app/models/device-fit.ts';
import { OFFICIAL_MODELS, type OfficialModel } from '../../importer/official.ts';
import { Button } from '../../widgets/Button.tsx';
import { formatBytes } from '../../widgets/format.ts';
import style from './style.module.css';
import { concernWords } from './words.ts';

/** The three INSTRUCTOR models and what each takes, before any request to the hub. */
export function OfficialOffers({
  limits,
  onAdd,
}: {
  readonly limits: DeviceLimits | null;
  readonly onAdd: (id: string) => void;
}) {
  return (
    <table className={style.offers}>
      <thead>
        <tr>
          <th scope="col">INSTRUCTOR</th>
          <th scope="col">To read</th>
          <th scope="col">Kept, int8 / int4</th>
          <th scope="col">Memory to import, to use</th>
          <th>
            <span className="visually-hidden">Add</span>
          </th>
        </tr>
      </thead>
      {OFFICIAL_MODELS.map((model) => (
        <Offer key={model.id} model={model} limits={limits} onAdd={onAdd} />
      ))}
    </table>
  );
}

function Offer({
  model,
  limits,
  onAdd,
}: {
  readonly model: OfficialModel;
  readonly limits: DeviceLimits | null;
  readonly onAdd: (id: string) => void;
}) {
  const { id, sourceBytes, choices } = model;
  const here = useModels((state) => state.stored?.some((stored) => stored.source === id) ?? false);
  const name = id.slice(id.indexOf('/') + 1);
  const at = (precision: string) => choices.find((choice) => choice.precision === precision)!;
  const [int8, int4] = [at('int8'), at('int4')];
  return (
    <tbody data-testid={`offer-${name}`}>
      <tr>
        <th scope="row">
          {name}
          {here && <small> · already here</small>}
        </th>
        <td data-label="To read">{formatBytes(sourceBytes)}</td>
        <td data-label="Kept, int8 / int4">
          {formatBytes(int8.restBytes)} / {formatBytes(int4.restBytes)}
        </td>
        <td data-label="Memory to import, to use">
          about {formatBytes(int8.importMemoryBytes)}, {formatBytes(int8.runMemoryBytes)}
        </td>
        <td>
          <Button onClick={() => onAdd(id)}>
            Add<span className="visually-hidden"> {name}</span>
          </Button>
        </td>
      </tr>
      {limits !== null && <Verdict model={model} limits={limits} />}
    </tbody>
  );
}

/** Reason against a model on this device, at the precision that fits best. */
function Verdict({
  model,
  limits,
}: {
  readonly model: OfficialModel;
  readonly limits: DeviceLimits;
}) {
  const [first, ...others] = model.choices
    .filter(({ precision }) => precision !== 'fp32')
    .map((choice) => ({ choice, found: concerns(choice, limits) }));
  if (first === undefined || first.found.length === 0) return null;
  const holds = (found: typeof first.found) => found.every(({ certain }) => !certain);
  const other = holds(first.found) ? undefined : others.find(({ found }) => holds(found));
  const words = first.found.map(concernWords).join(' ');
  return (
    <tr className={style.verdict} data-certain={!holds(first.found) || undefined}>
      <td colSpan={5}>
        {holds(first.found)
          ? words
          : other === undefined
            ? `This device can’t hold it. ${words}`
            : `In 4-bit only. In int8: ${words}`}
      </td>
    </tr>
  );
}
