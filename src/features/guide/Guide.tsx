import { useEffect, useState } from 'react';
import { closeWords, preferences } from '../../app/preferences.ts';
import { view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { useNarrow } from '../../widgets/use-media.ts';
import { focusHead } from '../../widgets/use-return-focus.ts';
import { EXAMPLE_WORDS } from '../../workspace/examples/words.ts';
import type { Example } from '../../workspace/examples.ts';
import style from './style.module.css';

interface Step {
  /** Part of the page that the step describes, marked while the step is shown. */
  readonly part: 'lenses' | 'compare' | 'texts';
  readonly title: string;
  readonly words: string;
}

const STEPS: readonly Step[] = [
  {
    part: 'compare',
    title: 'The same texts, without and with an instruction',
    // Of a workspace that is no example.
    words: '“Side by side” and “Difference” show what the second lens changes, in all panels.',
  },
  {
    part: 'lenses',
    title: 'An instruction says what to look for',
    words: 'Change a word in “Represent the message for …” and every panel follows as you type.',
  },
  {
    part: 'texts',
    title: 'Now your own texts',
    words: 'Type, paste or drop a file, with labels if you have them. Nothing leaves this device.',
  },
];

/** Three steps for the first visit, beside the page rather than over it. */
export default function Guide({ example }: { readonly example: Example | null }) {
  const [at, setAt] = useState(0);
  const narrow = useNarrow();
  const { part, title, words } = STEPS[at]!;
  useEffect(() => {
    const root = document.documentElement;
    root.dataset.guide = part;
    return () => {
      delete root.dataset.guide;
    };
  }, [part]);
  const end = () => {
    preferences.setState({ guided: true });
    // They were its first step.
    if (example !== null) closeWords(example.id);
    // The button goes with the guide: the focus would be lost.
    focusHead();
  };
  const last = at === STEPS.length - 1;
  return (
    <section
      className={style.guide}
      aria-label="Guided start"
      data-testid="guide"
      onKeyDown={(event) => {
        if (event.key === 'Escape') end();
      }}
    >
      <div aria-live="polite">
        <b>
          {at + 1} of {STEPS.length} · {title}
        </b>
        <p>{(part === 'compare' && example !== null && EXAMPLE_WORDS[example.id]) || words}</p>
      </div>
      <div className={style.actions}>
        {part === 'compare' && (
          <Button onClick={() => view.setState({ mode: 'difference' })}>Show the difference</Button>
        )}
        {part !== 'compare' && narrow && (
          <Button onClick={() => view.setState({ drawer: true })}>Show me</Button>
        )}
        {!last && (
          <Button look="link" onClick={end}>
            Skip
          </Button>
        )}
        <Button look="primary" onClick={() => (last ? end() : setAt(at + 1))}>
          {last ? 'Done' : 'Next'}
        </Button>
      </div>
    </section>
  );
}
