import { useRef } from 'react';
import { app, useEmbeddings, useReading, useWorkspace } from '../../app/app.ts';
import { useAsk } from '../../app/asks.ts';
import { LazyPart, partCode } from '../../app/failure/LazyPart.tsx';
import { isBlank } from '../../app/items.ts';
import { typeInLens } from '../../app/lenses/lens-actions.ts';
import { useNoRoom } from '../../app/storage/no-room.ts';
import type { InstructionField, Lens } from '../../workspace/lens.ts';
import { InstructionEditor } from './InstructionEditor.tsx';
import { LibraryMenu } from './LibraryMenu.tsx';
import style from './style.module.css';

const GIVEN = partCode(
  'What is known of the vectors',
  async () => (await import('./GivenNote.tsx')).GivenNote,
);

/** Name and instructions of a lens. */
export function LensEditor({ lens }: { readonly lens: Lens }) {
  const name = useRef<HTMLInputElement>(null);
  const reading = useReading();
  useAsk(`lens:${lens.id}`, () => {
    name.current?.focus();
    // Typing replaces it.
    name.current?.select();
  });
  return (
    <div className={style.editor}>
      <div className={style.row}>
        <input
          ref={name}
          className="field"
          data-testid="lens-name"
          aria-label="Name of the lens"
          placeholder="Name"
          value={lens.name}
          readOnly={reading}
          maxLength={60}
          spellCheck={false}
          onChange={(event) => typeInLens(lens.id, 'name', event.target.value)}
        />
        {lens.given === undefined && <LibraryMenu lens={lens} />}
      </div>
      {lens.given === undefined ? (
        <Instructions lens={lens} />
      ) : (
        <LazyPart code={GIVEN} given={lens.given} />
      )}
    </div>
  );
}

function Instructions({ lens }: { readonly lens: Lens }) {
  const set = (field: InstructionField) => (value: string) => typeInLens(lens.id, field, value);
  return (
    <>
      <InstructionEditor
        label="Instruction"
        hint="for groups A and B"
        testId="instruction"
        value={lens.instruction}
        masked={useMasked(lens.instruction, 'texts')}
        full={useNoRoom([lens], ['instruction']).length > 0}
        fields="open"
        onChange={set('instruction')}
      />
      <InstructionEditor
        label="Queries"
        hint="for retrieval"
        testId="query-instruction"
        value={lens.queryInstruction}
        masked={useMasked(lens.queryInstruction, 'queries')}
        full={useNoRoom([lens], ['queryInstruction']).length > 0}
        fields="closed"
        onChange={set('queryInstruction')}
      />
      <InstructionEditor
        label="Documents"
        hint="for retrieval"
        testId="document-instruction"
        value={lens.documentInstruction}
        masked={useMasked(lens.documentInstruction, 'documents')}
        full={useNoRoom([lens], ['documentInstruction']).length > 0}
        fields="closed"
        onChange={set('documentInstruction')}
      />
    </>
  );
}

/** Number of tokens in an instruction; the engine reports it with every embedded text. */
function useMasked(instruction: string, list: 'texts' | 'queries' | 'documents'): number | null {
  const first = useWorkspace(
    (state) => state.workspace[list].find(({ text }) => !isBlank(text))?.text,
  );
  return useEmbeddings(() =>
    first === undefined ? null : (app().embeddings.lookup(instruction, first)?.masked ?? null),
  );
}
