import { lensName } from '../../app/lenses/LensName.tsx';
import type { Lens } from '../../workspace/lens.ts';
import style from './style.module.css';

/** Chooses one of the lenses that are on. */
export function LensPicker({
  label,
  value,
  options,
  onChange,
}: {
  readonly label: string;
  readonly value: Lens;
  readonly options: readonly Lens[];
  readonly onChange: (id: string) => void;
}) {
  return (
    <span className={style.picker} data-colour={value.colour}>
      <i className="lens-dot" />
      <select
        className="select"
        aria-label={label}
        value={value.id}
        onChange={(event) => onChange(event.target.value)}
      >
        {options.map((lens) => (
          <option key={lens.id} value={lens.id}>
            {lensName(lens)}
          </option>
        ))}
      </select>
    </span>
  );
}
