import style from './style.module.css';

/** A figure, what it means in one line, and the source of its definition. */
export function EffectCard({
  name,
  figure,
  aside,
  meaning,
  source,
  testId,
}: {
  readonly name: string;
  readonly figure: string;
  /** Words beside the figure. */
  readonly aside?: string;
  readonly meaning: string;
  readonly source: string;
  readonly testId: string;
}) {
  return (
    <div className={style.card}>
      <h3>{name}</h3>
      <p className={style.figure}>
        <b data-testid={testId}>{figure}</b>
        {aside !== undefined && <span>{aside}</span>}
      </p>
      <p>{meaning}</p>
      <p className={style.source}>{source}</p>
    </div>
  );
}
