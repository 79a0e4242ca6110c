import { app } from '../../app/app.ts';
import type { Command } from '../../app/commands/commands.ts';

export const CHOOSE_MODEL: Command = {
  group: 'Page',
  label: 'Models: choose or add one',
  keywords: 'instructor hub download import',
  perform: () => app().models.show(),
};
