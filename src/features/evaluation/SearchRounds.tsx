import type { TaskResult } from '../../evaluation/service/types.ts';
import { plural } from '../../widgets/format.ts';
import style from './style.module.css';
import { luckWords, percent } from './words.ts';

/** Candidates of a round that are listed. */
const LISTED = 5;

/** What the search tried, and what of its best score is luck. */
export function SearchRounds({ result }: { readonly result: TaskResult }) {
  const { rounds } = result.search!;
  return (
    <section className={style.block} aria-label="What the search found">
      <h4>Search</h4>
      <p data-testid="luck">{luckWords(result)}</p>
      <details className={style.details}>
        <summary>{plural(rounds.length, 'round')}</summary>
        <ol>
          {rounds.map(({ share, scores }, round) => (
            <li key={scores.length}>
              Round {round + 1}: {plural(scores.length, 'candidate')} on {percent(share)} % of the
              search’s half
              <ul>
                {scores.slice(0, LISTED).map(({ candidate, score }) => (
                  <li key={candidate}>
                    {percent(score)} <bdi>{candidate.trim()}</bdi>
                  </li>
                ))}
                {scores.length > LISTED && <li>and {scores.length - LISTED} more</li>}
              </ul>
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
