import { view } from '../app/view.ts';
import { DevicePill } from '../features/device/DevicePill.tsx';
import { ModelPill } from '../features/models/ModelPill.tsx';
import { palette } from '../features/palette/state.ts';
import { IconButton } from '../widgets/IconButton.tsx';
import { pageHead } from '../widgets/use-return-focus.ts';
import { Logo } from './Logo.tsx';
import { PrivacyPill } from './PrivacyPill.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';
import { WorkspaceMenu } from './WorkspaceMenu.tsx';

export function Header() {
  return (
    <header ref={pageHead} className="header">
      <div className="only-narrow">
        <IconButton
          icon="menu"
          label="Open lenses and texts"
          onClick={() => view.setState({ drawer: true })}
        />
      </div>
      <h1 className="brand">
        <Logo />
        Facet
      </h1>
      <WorkspaceMenu />
      <div className="spacer" />
      <div className="pills">
        <ModelPill />
        <DevicePill />
        <PrivacyPill />
      </div>
      <IconButton
        icon="search"
        label="All commands (Ctrl K)"
        data-testid="open-palette"
        onClick={() => palette.setState({ open: 'commands' })}
      />
      <ThemeMenu />
    </header>
  );
}
