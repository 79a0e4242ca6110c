import type { PanelSave } from '../../app/panels.ts';
import { view } from '../../app/view.ts';
import { withoutLines } from '../panel/without.ts';
import { clusterName } from './cluster-name.ts';
import { classesOf } from './compute.ts';
import { marksOf, wholeView } from './figure.ts';
import { mapPicture } from './picture.ts';
import type { MapResult } from './result.ts';
import { mapRows } from './table.ts';
import { summariseMap } from './words.ts';

export const mapSave: PanelSave<MapResult> = {
  table: (result, { nameOf }) => mapRows(result, nameOf),
  picture(result, { nameOf, noteOf }, theme) {
    const { items } = result;
    const sides = result.sides.filter((side) => side !== undefined);
    const classes = view.getState().mapColour === 'labels' ? classesOf(items) : null;
    const pictures = sides.map((side) => ({
      caption: sides.length > 1 ? nameOf(side.lens) : '',
      picture: {
        items,
        marks: classes === null ? side.clusters : marksOf(classes),
        coordinates: side.coordinates,
      },
      legend:
        classes === null
          ? Array.from(
              { length: side.clusters.k },
              (_, cluster) => `Cluster ${cluster + 1}: ${clusterName(side, cluster)}`,
            )
          : [...classes.names, ...(classes.classOf.includes(-1) ? ['No label'] : [])],
    }));
    const whole = wholeView(sides.map(({ coordinates }) => coordinates));
    return {
      title: `Map, ${summariseMap(result)}`,
      notes: [...sides.map(({ lens }) => noteOf(lens)), ...withoutLines(result.without, nameOf)],
      ...mapPicture(pictures, whole, theme),
    };
  },
};
