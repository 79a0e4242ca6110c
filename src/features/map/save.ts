import { app } from '../../app/app.ts';
import type { PanelSave } from '../../app/panels.ts';
import { view } from '../../app/view.ts';
import { withoutLines } from '../panel/without.ts';
import { colouringOf, paintOf, shownValues } from './colouring.ts';
import { wholeView } from './figure.ts';
import { mapPicture } from './picture.ts';
import { mapRecords } from './records.ts';
import type { MapResult } from './result.ts';
import { scoresShown } from './scores.ts';
import { mapRows } from './table.ts';
import { summariseMap } from './words.ts';

export const mapSave: PanelSave<MapResult> = {
  records: mapRecords,
  table: (result, { nameOf }, turn) =>
    mapRows(result, nameOf, turn, shownValues(colouringNow(result))),
  async picture(result, { nameOf, noteOf }, theme, turn) {
    const { items } = result;
    const colouring = colouringNow(result);
    const sides = result.sides.filter((side) => side !== undefined);
    const pictures = sides.map((side, index) => {
      const { marks, legend, scale } = paintOf(colouring, side, index);
      return {
        caption: sides.length > 1 ? nameOf(side.lens) : '',
        picture: { items, marks, coordinates: side.coordinates },
        ...{ legend, scale },
      };
    });
    const whole = wholeView(sides.map(({ coordinates }) => coordinates));
    return {
      title: `Map, ${summariseMap(result)}`,
      notes: [...sides.map(({ lens }) => noteOf(lens)), ...withoutLines(result.without, nameOf)],
      ...(await mapPicture(pictures, whole, theme, turn)),
    };
  },
};

/** @throws Error while the scores that colour the map are not there. */
function colouringNow({ items }: MapResult) {
  const { workspace } = app().workspace.getState();
  const colouring = colouringOf(view.getState(), items, workspace, scoresShown());
  if (colouring.kind === 'waiting') {
    throw new Error(
      'the scores of the query are not there yet. Open the map, wait for its colours, and save again.',
    );
  }
  return colouring;
}
