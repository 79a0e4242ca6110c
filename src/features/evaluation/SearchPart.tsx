import { useId } from 'react';
import { useStore } from 'zustand';
import { plannedRounds } from '../../evaluation/search/halving.ts';
import { plural } from '../../widgets/format.ts';
import { evaluation } from './run.ts';
import {
  countOf,
  MOST_CANDIDATES,
  OFFERED_ENDINGS,
  type SearchForm,
  setup,
  spaceOf,
} from './setup.ts';
import style from './style.module.css';
import type { Chosen } from './use-chosen.ts';

type Field = 'domains' | 'types' | 'objectives' | 'wordings';

const FIELDS: readonly (readonly [Field, label: string, hint: string])[] = [
  ['types', 'Text types', 'sentence\nquestion\ncustomer message'],
  ['domains', 'Domains (may be empty)', 'banking\nmedicine'],
  ['objectives', 'Objectives (may be empty)', 'classifying the intent\nclustering by topic'],
  ['wordings', 'Wordings', 'Represent the {domain} {type} for {objective}'],
];

/** Searches the best instruction of a template, on one half of the data; the other half gives the scores. */
export function SearchPart({ chosen }: { readonly chosen: Chosen }) {
  const form = useStore(setup, (state) => state.search);
  const running = useStore(evaluation, (state) => state.running !== null);
  const id = useId();
  const change = (part: Partial<SearchForm>) => setup.setState({ search: { ...form, ...part } });
  const count = countOf(spaceOf(form));
  return (
    <section className={style.part} aria-label="Search">
      <label className="tick">
        <input
          type="checkbox"
          data-testid="search-on"
          checked={form.on}
          disabled={running}
          onChange={({ target }) => change({ on: target.checked })}
        />
        <span>
          <b>Also search for a better one</b>
          <small>
            Tries every combination of what you list on one half of the data, and scores the best on
            the half that the search never saw.
          </small>
        </span>
      </label>
      {form.on && (
        <fieldset className={style.fields} disabled={running}>
          {FIELDS.map(([field, label, hint]) => (
            <div key={field} className={style.lines}>
              <label htmlFor={`${id}-${field}`}>{label}, one a line</label>
              <textarea
                id={`${id}-${field}`}
                data-testid={`search-${field}`}
                rows={2}
                value={form[field]}
                placeholder={hint}
                spellCheck={false}
                onChange={({ target }) => change({ [field]: target.value })}
              />
            </div>
          ))}
          <fieldset className={style.endings}>
            <legend>Endings</legend>
            {OFFERED_ENDINGS.map((ending) => (
              <label key={ending} className="tick">
                <input
                  type="checkbox"
                  checked={form.endings.includes(ending)}
                  onChange={({ target }) =>
                    change({
                      endings: OFFERED_ENDINGS.filter((each) =>
                        each === ending ? target.checked : form.endings.includes(each),
                      ),
                    })
                  }
                />
                <code>{ending === '' ? 'nothing' : ending.replaceAll(' ', '·')}</code>
              </label>
            ))}
          </fieldset>
          {chosen.asymmetric && (
            <label className={style.choice}>
              Instruction of the documents (empty: the same as of the queries)
              <input
                className="field"
                value={form.document}
                onChange={({ target }) => change({ document: target.value })}
              />
            </label>
          )}
          <p data-testid="search-count" aria-live="polite">
            {plan(count)}
          </p>
        </fieldset>
      )}
    </section>
  );
}

function plan(count: number): string {
  if (count === 0) return 'No candidate: list at least one text type, wording and ending.';
  if (count > MOST_CANDIDATES) {
    return `${plural(count, 'candidate')} are more than the ${MOST_CANDIDATES} that a search takes: list fewer.`;
  }
  const rounds = plannedRounds(count);
  const left = rounds.map((round) => round.count.toLocaleString('en')).join(' → ');
  return `${plural(count, 'candidate')} in ${plural(rounds.length, 'round')} of halving (${left}): each round drops the worse half and doubles the data.`;
}
