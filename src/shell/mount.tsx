import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { openPanels } from '../app/app.ts';
import { Page } from '../app/failure/Page.tsx';
import { watchProblems } from '../app/failure/problems.ts';
import { PANELS } from '../features/registry.ts';
import { App } from './App.tsx';

export function mount(root: HTMLElement): void {
  watchProblems();
  openPanels(PANELS);
  createRoot(root).render(
    <StrictMode>
      <Page>
        <App />
      </Page>
    </StrictMode>,
  );
}
