import { memo } from 'react';
import { useStore } from 'zustand';
import { highlight, hover } from '../../app/view.ts';
import { excerpt } from '../../lib/excerpt.ts';
import type { Cells } from './cells.ts';
import { type MatrixPlan, NARROW } from './figure.ts';
import { isLit, type MatrixLine } from './lines.ts';
import style from './style.module.css';

/** Values named beside the colours, from the highest to the lowest. */
const SCALE_MARKS = 5;
/** Most texts of one selection that get labels: hundreds would fill the axis. */
const MOST_LIT = 12;

/** Draws what surrounds the cells: texts of rows, names of columns, and the scale. */
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
          onMouseEnter={() => hover(item.texts)}
          onMouseLeave={() => hover([])}
        >
          {words && <bdi>{excerpt(item.text, 80)}</bdi>}
          <span>{item.name}</span>
        </div>
      ))}
      {everyNth(columns, plan.columnStep).map(({ item, index }) => (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing only lights up; the table says the same
        <div
          key={item.id}
          className={style.column}
          style={{ left: left + (index + 0.5) * cellWidth, height: top }}
          onMouseEnter={() => hover(item.texts)}
          onMouseLeave={() => hover([])}
        >
          {item.name}
        </div>
      ))}
      <LitLabels cells={cells} plan={plan} words={words} />
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

/** Labels lit rows and columns over the other labels, where there is no room to label all. */
function LitLabels({
  cells: { rows, columns },
  plan: { left, top, cellWidth, cellHeight, rowStep, columnStep },
  words,
}: {
  readonly cells: Cells;
  readonly plan: MatrixPlan;
  readonly words: boolean;
}) {
  const { hovered, pinned } = useStore(highlight);
  // Of more, ticks say where they are; the names would lie over each other.
  const texts = [hovered, pinned].flatMap((lit) => (lit.length > MOST_LIT ? [] : lit));
  if (texts.length === 0) return null;
  return (
    <>
      {rowStep > 1 &&
        places(rows, texts).map(({ item, index }) => (
          <div
            key={item.id}
            className={style.row}
            data-lit
            style={{ top: top + (index + 0.5) * cellHeight, width: left - 6 }}
          >
            {words && <bdi>{excerpt(item.text, 80)}</bdi>}
            <span>{item.name}</span>
          </div>
        ))}
      {columnStep > 1 &&
        places(columns, texts).map(({ item, index }) => (
          <div
            key={item.id}
            className={style.column}
            data-lit
            style={{ left: left + (index + 0.5) * cellWidth, height: top }}
          >
            {item.name}
          </div>
        ))}
    </>
  );
}

function places(items: readonly MatrixLine[], texts: readonly string[]) {
  const lit = new Set(texts);
  return items.flatMap((item, index) => (isLit(item, lit) ? [{ item, index }] : []));
}

/** Selects the items whose numbers are multiples of `step`, and the first item where it does not touch the second. */
function everyNth(items: readonly MatrixLine[], step: number) {
  return items.flatMap((item, index) =>
    (index === 0 && step > 2) || (index + 1) % step === 0 ? [{ item, index }] : [],
  );
}
