import { useState } from 'react';
import { Button } from '../../widgets/Button.tsx';
import { formatSeconds, plural } from '../../widgets/format.ts';
import { ProgressBar } from '../../widgets/ProgressBar.tsx';
import { changeInWords, chunkRanges, putIn, rangeInWords } from './chunk-range.ts';
import type { Chunking } from './use-chunking.ts';

/** Chooses what becomes of texts that are longer than the model reads, and says how many there are. */
export function LongTexts({
  chunking,
  count,
}: {
  readonly chunking: Chunking;
  /** Number of texts. */
  readonly count: number;
}) {
  const { on, limit, last, progress, error } = chunking;
  if (limit === null) {
    return (
      <fieldset className="long-texts" data-testid="long-texts">
        <legend>Long texts</legend>
        <p className="long-note">
          No model runs yet, and each reads another number of tokens. Add the texts now, and the
          model reads of each what its limit allows; or wait for the model to split them.
        </p>
      </fieldset>
    );
  }
  const most = last?.most;
  return (
    <fieldset className="long-texts" data-testid="long-texts">
      <legend>Long texts</legend>
      <label className="tick">
        <input type="radio" name="long-texts" checked={!on} onChange={() => chunking.turn(false)} />
        Cut at the model’s limit
      </label>
      <label className="tick">
        <input
          type="radio"
          name="long-texts"
          data-testid="split"
          checked={on}
          disabled={most === null}
          onChange={() => chunking.turn(true)}
        />
        Split into chunks, at sentences
      </label>
      {on && most != null && <Sizes chunking={chunking} most={most} />}
      <p className="long-note" aria-live="polite" data-testid="chunk-count">
        {error ?? (progress === null ? inWords(chunking, count) : null)}
      </p>
      {progress !== null && (
        <div className="chunk-progress">
          <ProgressBar
            label={on ? 'Splitting the texts' : 'Counting tokens'}
            fraction={progress.fraction}
          />
          <span>
            {on ? 'Splitting' : 'Counting tokens'}… {Math.floor(100 * progress.fraction)} %
            {progress.secondsLeft !== null && `, ${formatSeconds(progress.secondsLeft)} left`}
          </span>
          <Button look="link" onClick={chunking.stop}>
            Stop
          </Button>
        </div>
      )}
      {progress === null && chunking.cut === null && error === null && count > 0 && (
        <Button look="link" onClick={chunking.resume}>
          Count
        </Button>
      )}
    </fieldset>
  );
}

function Sizes({ chunking, most }: { readonly chunking: Chunking; readonly most: number }) {
  const { size, overlap } = chunking.settings;
  const ranges = chunkRanges(size, most);
  const [said, setSaid] = useState('');
  const type = (typed: Parameters<Chunking['set']>[0]) => {
    setSaid('');
    chunking.set(typed);
  };
  /** Shows the numbers that are used, and says so where they are others than was typed. */
  const settle = () => {
    const changes = [
      changeInWords('Tokens of a chunk', size, ranges.size),
      changeInWords('Tokens that overlap', overlap, ranges.overlap),
    ];
    chunking.set({ size: putIn(size, ranges.size), overlap: putIn(overlap, ranges.overlap) });
    const words = changes.filter(Boolean).join(' ');
    // Passing through a field leaves what was said of the last change.
    if (words !== '') setSaid(words);
  };
  return (
    <div className="chunk-sizes">
      <label>
        Tokens of a chunk ({rangeInWords(ranges.size)})
        <input
          type="number"
          data-testid="chunk-size"
          min={ranges.size.least}
          max={ranges.size.most}
          placeholder={`${most}`}
          value={size ?? ''}
          onChange={({ target }) => type({ size: numberIn(target) })}
          onBlur={settle}
        />
      </label>
      <label>
        Tokens that overlap ({rangeInWords(ranges.overlap)})
        <input
          type="number"
          data-testid="chunk-overlap"
          min={ranges.overlap.least}
          max={ranges.overlap.most}
          placeholder={`${Math.floor((putIn(size, ranges.size) ?? most) * 0.15)}`}
          value={overlap ?? ''}
          onChange={({ target }) => type({ overlap: numberIn(target) })}
          onBlur={settle}
        />
      </label>
      <small>
        Up to {most.toLocaleString('en')}: the model reads {chunking.limit!.toLocaleString('en')}{' '}
        with the longest instruction, and some are left for another.
      </small>
      <small role="status" data-testid="chunk-changed">
        {said}
      </small>
    </div>
  );
}

/** Returns the number typed; null for none. */
function numberIn({ valueAsNumber: value }: HTMLInputElement): number | null {
  return Number.isNaN(value) ? null : value;
}

function inWords({ on, cut, limit, last }: Chunking, count: number): string {
  if (cut === null) return count === 0 ? '' : 'Not counted.';
  const reads = `${limit!.toLocaleString('en')} tokens that the model reads`;
  const long =
    cut.long === 0
      ? `No text is longer than the ${reads}`
      : `${cut.long.toLocaleString('en')} of ${plural(count, 'text')} ${cut.long === 1 ? 'is' : 'are'} longer than the ${reads}`;
  if (last?.most === null) {
    return `${long}. The instructions leave too little room there for chunks: shorten them to split texts.`;
  }
  if (!on) return cut.long === 0 ? `${long}.` : `${long}: what comes after them does not count.`;
  if (cut.cut === 0) return `${long}: none is split, and each is its document’s only chunk.`;
  return `${long}. ${plural(cut.cut, 'text')} of ${count.toLocaleString('en')} ${cut.cut === 1 ? 'is' : 'are'} split: ${plural(cut.chunks, 'chunk')} in all.`;
}
