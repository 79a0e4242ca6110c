import { type Axis, across } from './forest.ts';
import style from './style.module.css';
import { percent } from './words.ts';

/** The first, middle and last score of an axis, below a plot. */
export function Ticks({ axis }: { readonly axis: Axis }) {
  const { ticks } = axis;
  return (
    <div className={style.ticks} aria-hidden="true">
      {[ticks[0]!, ticks[Math.floor(ticks.length / 2)]!, ticks.at(-1)!].map((tick, at) => (
        <span key={String(at)} style={{ left: `${across(axis, tick)}%` }}>
          {percent(tick)}
        </span>
      ))}
    </div>
  );
}
