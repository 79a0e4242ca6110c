import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import './ui/styles/tokens.css';
import './ui/styles/base.css';
import './ui/styles/controls.css';
import './ui/styles/layout.css';
import './ui/styles/sidebar.css';
import './ui/styles/panels.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { start } from './state/app.ts';
import { App } from './ui/App.tsx';
import { followTheme } from './ui/theme.ts';

followTheme();
start();

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no element with the id "root".');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
