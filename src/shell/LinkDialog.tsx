import * as AlertDialog from 'radix-ui/alert-dialog';
import { useStore } from 'zustand';
import { useWorkspace } from '../app/app.ts';
import { lensName } from '../app/lenses/LensName.tsx';
import { openLink, workspaceTransfer } from '../app/workspaces/workspace-transfer.ts';
import { Button } from '../widgets/Button.tsx';
import { plural } from '../widgets/format.ts';

/** Shows what a link contains before opening it. */
export default function LinkDialog() {
  const link = useStore(workspaceTransfer, (state) => state.link);
  const name = useWorkspace((state) => state.workspace.name);
  const restored = useWorkspace((state) => state.restored);
  if (link === null || !restored) return null;
  const { workspace, hasTexts } = link;
  const count = workspace.texts.length + workspace.queries.length + workspace.documents.length;
  return (
    <AlertDialog.Root open onOpenChange={() => workspaceTransfer.setState({ link: null })}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className="overlay" />
        <AlertDialog.Content className="dialog" data-testid="link-dialog">
          <AlertDialog.Title>
            Open “<bdi>{workspace.name}</bdi>” from the link?
          </AlertDialog.Title>
          <AlertDialog.Description>
            It opens as a workspace of its own, with{' '}
            {hasTexts ? `its ${plural(count, 'text')}` : 'a copy of your texts'}, its settings and
            these lenses. “<bdi>{name}</bdi>” stays in your list as it is.
          </AlertDialog.Description>
          <ul className="link-lenses">
            {workspace.lenses.map((lens) => (
              <li key={lens.id} className="lens-tag" data-colour={lens.colour}>
                <i className="lens-dot" />
                <b>{lensName(lens)}</b>
                <bdi className="ellipsis">
                  {lens.given === undefined
                    ? lens.instruction
                    : `vectors from ${lens.given.file}, which are not in the link`}
                </bdi>
              </li>
            ))}
          </ul>
          <div className="dialog-actions">
            <span className="spacer" />
            <AlertDialog.Cancel asChild>
              <Button>Keep mine</Button>
            </AlertDialog.Cancel>
            <AlertDialog.Action asChild>
              <Button look="primary" data-testid="link-open" onClick={() => openLink(link)}>
                Open
              </Button>
            </AlertDialog.Action>
          </div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
