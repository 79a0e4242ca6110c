import { embeddings, useEmbeddings, useWorkspace, workspace } from '../../state/app.ts';
import { isBlank } from '../../state/panels.ts';
import { InstructionEditor } from './InstructionEditor.tsx';
import { TemplateFields } from './TemplateFields.tsx';

type Field = 'instruction' | 'queryInstruction' | 'documentInstruction';

export function Instructions() {
  const instruction = useWorkspace((state) => state.workspace.instruction);
  const query = useWorkspace((state) => state.workspace.queryInstruction);
  const document = useWorkspace((state) => state.workspace.documentInstruction);
  return (
    <section className="side-section" aria-label="Instructions">
      <InstructionEditor
        lens="texts"
        label="Instruction"
        hint="for groups A and B"
        testId="instruction"
        value={instruction}
        masked={useMasked('instruction', 'texts')}
        onChange={(value) => setInstruction('instruction', value)}
      >
        <TemplateFields
          value={instruction}
          onChange={(value) => setInstruction('instruction', value)}
        />
      </InstructionEditor>
      <InstructionEditor
        lens="queries"
        label="Queries"
        hint="for retrieval"
        testId="query-instruction"
        value={query}
        masked={useMasked('queryInstruction', 'queries')}
        onChange={(value) => setInstruction('queryInstruction', value)}
      />
      <InstructionEditor
        lens="documents"
        label="Documents"
        hint="for retrieval"
        testId="document-instruction"
        value={document}
        masked={useMasked('documentInstruction', 'documents')}
        onChange={(value) => setInstruction('documentInstruction', value)}
      />
    </section>
  );
}

function setInstruction(field: Field, value: string): void {
  workspace
    .getState()
    .edit('Change instruction', (current) => ({ ...current, [field]: value }), field);
}

/** How many tokens the instruction has; the engine says so with every text it embeds. */
function useMasked(field: Field, list: 'texts' | 'queries' | 'documents'): number | null {
  const instruction = useWorkspace((state) => state.workspace[field]);
  const first = useWorkspace(
    (state) => state.workspace[list].find(({ text }) => !isBlank(text))?.text,
  );
  return useEmbeddings(() =>
    first === undefined ? null : (embeddings.lookup(instruction, first)?.masked ?? null),
  );
}
