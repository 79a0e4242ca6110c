import { memo } from 'react';
import type { PlacedText } from '../../app/results.ts';
import { hover } from '../../app/view.ts';
import type { Cells } from './cells.ts';
import { type MatrixPlan, NARROW } from './figure.ts';
import style from './style.module.css';

/** Values named beside the colours, from the highest to the lowest. */
const SCALE_MARKS = 5;

/** What surrounds the cells: the texts of the rows, the names of the columns, the scale. */
export const MatrixFrame = memo(function MatrixFrame({
  cells,
  plan,
}: {
  readonly cells: Cells;
  readonly plan: MatrixPlan;
}) {
  const { left, top, width, height, cellWidth, cellHeight } = plan;
  const {
    rows,
    columns,
    format,
    range: [low, high],
  } = cells;
  const words = left + width + 52 >= NARROW;
  return (
    <div className={style.matrix} aria-hidden="true">
      {everyNth(rows, plan.rowStep).map(({ item, index }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing only lights up; the table says the same
        <div
          key={item.id}
          className={style.row}
          style={{ top: top + (index + 0.5) * cellHeight, width: left - 6 }}
          onMouseEnter={() => hover([item.text])}
          onMouseLeave={() => hover([])}
        >
          {words && <bdi>{item.text}</bdi>}
          <span>{item.place + item.number}</span>
        </div>
      ))}
      {everyNth(columns, plan.columnStep).map(({ item, index }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing only lights up; the table says the same
        <div
          key={item.id}
          className={style.column}
          style={{ left: left + (index + 0.5) * cellWidth, height: top }}
          onMouseEnter={() => hover([item.text])}
          onMouseLeave={() => hover([])}
        >
          {item.place + item.number}
        </div>
      ))}
      <div className={style.quantity} style={{ height: top }}>
        {cells.quantity}
      </div>
      <div
        className={style.scale}
        data-diverging={cells.diverging || undefined}
        style={{ left: left + width + 8, top, height }}
      >
        {Array.from({ length: SCALE_MARKS }, (_, mark) => {
          const part = mark / (SCALE_MARKS - 1);
          return (
            <span key={part} style={{ top: `${part * 100}%` }}>
              {format(high - part * (high - low))}
            </span>
          );
        })}
      </div>
    </div>
  );
});

function everyNth(items: readonly PlacedText[], step: number) {
  return items.flatMap((item, index) => (index % step === 0 ? [{ item, index }] : []));
}
