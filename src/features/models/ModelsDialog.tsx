import * as Dialog from 'radix-ui/dialog';
import { type DragEvent, useState } from 'react';
import { useStore } from 'zustand';
import { app, useModels } from '../../app/app.ts';
import { messageOf } from '../../lib/errors.ts';
import type { PathedFile } from '../../widgets/dropped-files.ts';
import { focusItself } from '../../widgets/focus-itself.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { keepOpenForToast } from '../../widgets/keep-open.ts';
import { Note } from '../../widgets/Note.tsx';
import { useReturnFocus } from '../../widgets/use-return-focus.ts';
import { AddModel } from './AddModel.tsx';
import { ImportCard } from './ImportCard.tsx';
import { droppedModel, modelFolder } from './local-files.ts';
import { ModelList } from './ModelList.tsx';
import { OnnxCard } from './OnnxCard.tsx';
import { onnxExport } from './onnx.ts';
import { modelPill } from './pill-ref.ts';
import { emptySourceForm } from './source-form.ts';
import { useDeviceLimits } from './use-device-limits.ts';

/** Chooses the model that embeds, and adds others to this browser. */
export default function ModelsDialog() {
  const open = useModels((state) => state.open);
  const busy = useModels((state) => state.work !== null);
  const isExporting = useStore(onnxExport, (state) => state.work !== null);
  // Survives closing the dialog but is never stored, because it holds the access token.
  const [form, setForm] = useState(emptySourceForm);
  const [problem, setProblem] = useState<string | null>(null);
  const limits = useDeviceLimits(open);
  const returnFocus = useReturnFocus(open);

  const take = async (files: Promise<PathedFile[]> | PathedFile[]) => {
    try {
      const source = modelFolder(await files);
      setProblem(null);
      await app().models.inspect(source);
    } catch (error) {
      setProblem(messageOf(error));
    }
  };
  const onDragOver = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    // On the rest of the page, a dropped file means texts.
    event.stopPropagation();
    event.dataTransfer.dropEffect = busy ? 'none' : 'copy';
  };
  const onDrop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.stopPropagation();
    if (!busy) void take(droppedModel(event.dataTransfer.items));
  };

  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => (next ? app().models.show() : app().models.hide())}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" onDragOver={onDragOver} onDrop={onDrop} />
        <Dialog.Content
          className="dialog models-dialog"
          data-testid="models-dialog"
          onDragOver={onDragOver}
          onDrop={onDrop}
          onPointerDownOutside={keepOpenForToast}
          onOpenAutoFocus={focusItself}
          onCloseAutoFocus={(event) => {
            const pill = modelPill.current;
            // It is not there on a narrow screen.
            if (pill === null || pill.offsetParent === null) return returnFocus(event);
            event.preventDefault();
            pill.focus();
          }}
        >
          <div className="models-head">
            <Dialog.Title>Models</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </div>
          <Dialog.Description>
            Models are kept in this browser: once here, they need no network. A separate document
            fetches them, and the browser keeps your texts from it.
          </Dialog.Description>
          <div className="models-body">
            <ModelList />
            {problem !== null && <Note tone="bad">{problem}</Note>}
            <OnnxCard />
            {busy && <ImportCard limits={limits} />}
            {!busy && !isExporting && (
              <AddModel
                form={form}
                onForm={setForm}
                limits={limits}
                onSource={(source) => {
                  setProblem(null);
                  void app().models.inspect(source);
                }}
                onFiles={(files) => void take(files)}
              />
            )}
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
