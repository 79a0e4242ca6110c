import { useEffect } from 'react';
import { receiveLink } from '../app/workspaces/workspace-transfer.ts';

/** Receives links to a workspace from the page's address, at the start and later. */
export function useLinks(): void {
  useEffect(() => {
    const receive = () => void receiveLink();
    receive();
    window.addEventListener('hashchange', receive);
    return () => window.removeEventListener('hashchange', receive);
  }, []);
}
