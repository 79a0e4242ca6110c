import { useView } from '../../app/app.ts';
import { closeWords } from '../../app/preferences.ts';
import { view } from '../../app/view.ts';
import { Button } from '../../widgets/Button.tsx';
import { EXAMPLE_WORDS } from '../../workspace/examples/words.ts';
import type { Example } from '../../workspace/examples.ts';
import style from './style.module.css';

/** What is to be seen in the example that is open. */
export default function ExampleWords({ example: { id, name } }: { readonly example: Example }) {
  const changes = useView((state) => state.mode === 'difference');
  return (
    <section
      className={style.guide}
      aria-label={`What to see in ${name}`}
      data-testid="example-words"
    >
      <p>{EXAMPLE_WORDS[id]}</p>
      <div className={style.actions}>
        <Button onClick={() => view.setState({ mode: changes ? 'two' : 'difference' })}>
          {changes ? 'Show side by side' : 'Show the difference'}
        </Button>
        <Button look="link" onClick={() => closeWords(id)}>
          Close
        </Button>
      </div>
    </section>
  );
}
