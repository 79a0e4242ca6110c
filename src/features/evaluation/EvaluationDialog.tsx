import * as Dialog from 'radix-ui/dialog';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { focusItself } from '../../widgets/focus-itself.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { keepOpenForToast } from '../../widgets/keep-open.ts';
import { useNarrow } from '../../widgets/use-media.ts';
import { useReturnFocus } from '../../widgets/use-return-focus.ts';
import { DataPart } from './DataPart.tsx';
import { InstructionsPart } from './InstructionsPart.tsx';
import { Results } from './Results.tsx';
import { RunPart } from './RunPart.tsx';
import { evaluation } from './run.ts';
import { SearchPart } from './SearchPart.tsx';
import { evaluating } from './state.ts';
import style from './style.module.css';
import { useChosen } from './use-chosen.ts';

/** Which instruction is right? Labelled data in, a score for each instruction with its uncertainty out. */
export default function EvaluationDialog() {
  const open = useStore(evaluating, (state) => state.open);
  return (
    <Dialog.Root open={open} onOpenChange={(next) => evaluating.setState({ open: next })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className={`dialog ${style.dialog}`}
          data-testid="evaluation-dialog"
          onPointerDownOutside={keepOpenForToast}
          onOpenAutoFocus={focusItself}
          onCloseAutoFocus={useReturnFocus(open)}
        >
          <div className={style.head}>
            <Dialog.Title>Which instruction is right?</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </div>
          <Dialog.Description>
            Scores instructions on labelled texts, with intervals and tests, beside rows that say
            nothing of the task. Nothing is sent anywhere.
          </Dialog.Description>
          <Body />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Body() {
  const chosen = useChosen();
  const results = useRef<HTMLElement>(null);
  const hasResults = useStore(evaluation, (state) => state.outcomes.length > 0);
  const narrow = useNarrow();
  useEffect(() => {
    // Where the results stand below, no one sees that they came.
    if (hasResults && narrow) results.current?.scrollIntoView();
  }, [hasResults, narrow]);
  return (
    <div className={style.body}>
      <div className={style.setup}>
        <DataPart chosen={chosen} />
        <InstructionsPart chosen={chosen} />
        <SearchPart chosen={chosen} />
        <RunPart chosen={chosen} />
      </div>
      <section ref={results} className={style.results} aria-label="Results">
        <Results />
      </section>
    </div>
  );
}
