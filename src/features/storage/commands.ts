import { app } from '../../app/app.ts';
import type { Command } from '../../app/commands/commands.ts';

export const SHOW_STORAGE: Command = {
  group: 'Page',
  label: 'Storage: what this browser keeps',
  keywords: 'vectors delete space disk quota privacy',
  perform: () => app().storage.show(),
};
