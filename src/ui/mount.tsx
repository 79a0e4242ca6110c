import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { Page } from './failure/Page.tsx';
import { watchProblems } from './failure/problems.ts';

export function mount(root: HTMLElement): void {
  watchProblems();
  createRoot(root).render(
    <StrictMode>
      <Page>
        <App />
      </Page>
    </StrictMode>,
  );
}
