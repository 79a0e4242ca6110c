import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Page } from '../app/failure/Page.tsx';
import { watchProblems } from '../app/failure/problems.ts';
import { App } from './App.tsx';

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
