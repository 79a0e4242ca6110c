import type { PanelSave } from '../../app/panels.ts';
import { view } from '../../app/view.ts';
import { withoutLines } from '../panel/without.ts';
import { classesOf } from './classes.ts';
import { marksOf, wholeView } from './figure.ts';
import { classEntries, clusterEntries } from './legend.ts';
import { mapPicture } from './picture.ts';
import { mapRecords } from './records.ts';
import type { MapResult } from './result.ts';
import { mapRows } from './table.ts';
import { summariseMap } from './words.ts';

export const mapSave: PanelSave<MapResult> = {
  records: mapRecords,
  table: (result, { nameOf }, turn) => mapRows(result, nameOf, turn),
  async picture(result, { nameOf, noteOf }, theme, turn) {
    const { items } = result;
    const sides = result.sides.filter((side) => side !== undefined);
    const classes = view.getState().mapColour === 'labels' ? classesOf(items) : null;
    const pictures = sides.map((side) => {
      const marks = classes === null ? side.clusters : marksOf(classes);
      return {
        caption: sides.length > 1 ? nameOf(side.lens) : '',
        picture: { items, marks, coordinates: side.coordinates },
        legend: classes === null ? clusterEntries(side) : classEntries(classes, marks),
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
