/** A whole number of 1 or more from the command line; anything else ends the program with what to do. */
export function positive(name: string, value: string): number {
  const number = Number(value);
  if (Number.isInteger(number) && number > 0) return number;
  console.error(`--${name} ${value}: give a whole number of 1 or more.`);
  process.exit(1);
}
