import * as Dialog from 'radix-ui/dialog';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { useWorkspace } from '../app/app.ts';
import { linkToWorkspace, workspaceTransfer } from '../app/workspaces/workspace-transfer.ts';
import { messageOf } from '../lib/errors.ts';
import { excerpt } from '../lib/excerpt.ts';
import { Button } from '../widgets/Button.tsx';
import { plural } from '../widgets/format.ts';
import { Note } from '../widgets/Note.tsx';
import { useReturnFocus } from '../widgets/use-return-focus.ts';

/** Characters beyond which some mail and chat programs cut a link. */
const LONG = 2000;
/** Characters beyond which some browsers refuse a link. */
const TOO_LONG = 32_000;

/** A link to the lenses and settings, and to the texts only if the user includes them. */
export default function ShareDialog() {
  const open = useStore(workspaceTransfer, (state) => state.sharing);
  return (
    <Dialog.Root open={open} onOpenChange={(sharing) => workspaceTransfer.setState({ sharing })}>
      <Dialog.Portal>
        <Dialog.Overlay className="overlay" />
        <Dialog.Content className="dialog" onCloseAutoFocus={useReturnFocus(open)}>
          <Share />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Share() {
  const current = useWorkspace((state) => state.workspace);
  const [withTexts, setWithTexts] = useState(false);
  const [link, setLink] = useState('');
  const [copied, setCopied] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let shown = true;
    setCopied(false);
    setProblem(null);
    linkToWorkspace(withTexts).then(
      (made) => shown && setLink(made),
      (error: unknown) => {
        if (!shown) return;
        setLink('');
        setProblem(`The link could not be made: ${messageOf(error)}`);
      },
    );
    return () => {
      shown = false;
    };
  }, [withTexts]);
  const copy = () =>
    navigator.clipboard.writeText(link).then(
      () => setCopied(true),
      () => setProblem('The browser did not allow copying: select the link and copy it by hand.'),
    );
  const count = current.texts.length + current.queries.length + current.documents.length;
  const length = `${link.length.toLocaleString('en')} characters`;
  return (
    <>
      <Dialog.Title>Share a link</Dialog.Title>
      <Dialog.Description>
        It opens {plural(current.lenses.length, 'lens').replace('lenss', 'lenses')} and the settings
        of “<bdi>{current.name}</bdi>” in Facet. All of it is in the link itself, after the #, which
        browsers do not send to any server.
      </Dialog.Description>
      <label className="tick">
        <input
          type="checkbox"
          data-testid="share-texts"
          checked={withTexts}
          onChange={(event) => setWithTexts(event.target.checked)}
        />
        <span>
          Put the texts in too ({plural(count, 'text')}, with their labels). Whoever has the link
          can read them.
        </span>
      </label>
      {current.lenses.some(({ given }) => given !== undefined) && (
        <Note tone="plain">
          Vectors that came from a file are not in the link: whoever opens it adds the file again.
        </Note>
      )}
      <input
        className="link-field"
        data-testid="share-link"
        aria-label="Link"
        readOnly
        // A field of a megabyte would hold up the page.
        value={excerpt(link, TOO_LONG)}
        onFocus={(event) => event.target.select()}
      />
      {problem !== null && <Note tone="bad">{problem}</Note>}
      <div className="dialog-actions">
        <p aria-live="polite">
          {copied && 'Copied. '}
          {length}
          {link.length > TOO_LONG
            ? ': too long for some browsers. Save the workspace as a file and send that.'
            : link.length > LONG && ': some mail and chat programs cut links this long.'}
        </p>
        <span className="spacer" />
        <Dialog.Close asChild>
          <Button>Close</Button>
        </Dialog.Close>
        <Button look="primary" data-testid="share-copy" disabled={link === ''} onClick={copy}>
          Copy link
        </Button>
      </div>
    </>
  );
}
