import { definePanel } from '../../app/panels.ts';
import { lazyModule } from '../../loading/lazy-module.ts';
import { createTokens } from './compute.ts';
import { TokensPanel } from './TokensPanel.tsx';

export const tokensPanel = definePanel({
  name: 'tokens',
  title: 'Tokens',
  place: 'grid',
  isWide: true,
  follows: ['read'],
  create: createTokens,
  render: (data) => <TokensPanel data={data} />,
  save: {
    pictures: false,
    load: lazyModule('The table of the tokens', async () => (await import('./save.ts')).tokensSave),
  },
});
