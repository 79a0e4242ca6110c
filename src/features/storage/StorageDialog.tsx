import * as Dialog from 'radix-ui/dialog';
import { app, usePreferences, useStorage } from '../../app/app.ts';
import { preferences } from '../../app/preferences.ts';
import { Button } from '../../widgets/Button.tsx';
import { focusItself } from '../../widgets/focus-itself.ts';
import { formatBytes } from '../../widgets/format.ts';
import { IconButton } from '../../widgets/IconButton.tsx';
import { keepOpenForToast } from '../../widgets/keep-open.ts';
import { Note } from '../../widgets/Note.tsx';
import { useReturnFocus } from '../../widgets/use-return-focus.ts';
import { KeptVectors } from './KeptVectors.tsx';
import { StoredModels, StoredWorkspaces } from './StoredRows.tsx';
import style from './style.module.css';

/** What this browser keeps of Facet, what it takes, and how it is deleted. */
export default function StorageDialog() {
  const open = useStorage((state) => state.open);
  const problem = useStorage((state) => state.problem);
  return (
    <Dialog.Root
      open={open}
      onOpenChange={(next) => (next ? app().storage.show() : app().storage.hide())}
    >
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content
          className="dialog models-dialog"
          data-testid="storage-dialog"
          onPointerDownOutside={keepOpenForToast}
          onOpenAutoFocus={focusItself}
          onCloseAutoFocus={useReturnFocus(open)}
        >
          <div className="models-head">
            <Dialog.Title>Storage</Dialog.Title>
            <Dialog.Close asChild>
              <IconButton icon="close" label="Close" />
            </Dialog.Close>
          </div>
          <Dialog.Description>
            All of this is on this device, in this browser. Nothing of it is sent anywhere.
          </Dialog.Description>
          <div className="models-body">
            {problem !== null && <Note tone="bad">{problem}</Note>}
            <Space />
            <KeepVectors />
            <KeptVectors />
            <StoredWorkspaces />
            <StoredModels />
          </div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** What the page takes in all, and whether the browser may drop it. */
function Space() {
  const space = useStorage((state) => state.space);
  const promised = useStorage((state) => state.promised);
  return (
    <section aria-label="In all" data-testid="storage-space">
      {space !== null && (
        <p>
          Facet takes about <b>{formatBytes(space.used)}</b> of the {formatBytes(space.granted)}{' '}
          that this browser grants it.
        </p>
      )}
      {promised === true && (
        <p>The browser has promised to keep it, also when the disk runs low.</p>
      )}
      {promised === false && (
        <p className={style.promise}>
          The browser may drop it when the disk runs low.
          <Button look="link" onClick={() => void app().storage.askToLast()}>
            Ask it not to
          </Button>
        </p>
      )}
    </section>
  );
}

/** Turns the keeping of vectors on and off. */
function KeepVectors() {
  const keep = usePreferences((state) => state.keepVectors);
  return (
    <section aria-label="Keeping vectors">
      <label className={style.keep}>
        <input
          type="checkbox"
          data-testid="keep-vectors"
          checked={keep}
          onChange={(event) => preferences.setState({ keepVectors: event.target.checked })}
        />
        Keep vectors of texts in this browser
      </label>
      <p>
        A text whose vector is kept is not embedded again after a reload. A vector is no text, but
        says much of what its text means.{' '}
        {!keep && 'New vectors stay in memory; those kept before are below.'}
      </p>
    </section>
  );
}
