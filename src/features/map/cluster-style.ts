/** The shape of a cluster, as a path in a box of 12: neither it nor the colour alone has to tell. */
const SHAPES = [
  'M6 1.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9Z', // circle
  'M2 2h8v8H2Z', // square
  'm6 1.5 5 9H1Z', // triangle-up
  'm6 .5 5.5 5.5L6 11.5.5 6Z', // diamond
  'M4.3 1h3.4v3.3H11v3.4H7.7V11H4.3V7.7H1V4.3h3.3Z', // cross
  'm6 .6 1.5 3.7 4 .3-3 2.6.9 3.9L6 9l-3.4 2.1.9-3.9-3-2.6 4-.3Z', // star
  'm6 .8 4.5 2.6v5.2L6 11.2 1.5 8.6V3.4Z', // hexagon
] as const;

export function clusterShape(cluster: number): string {
  return SHAPES[cluster % SHAPES.length]!;
}

export function clusterColour(colours: readonly string[], cluster: number): string {
  return colours[cluster % colours.length]!;
}
