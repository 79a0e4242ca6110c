/** Part of a step that embedding takes of it; scoring takes the rest. */
const EMBEDDING = 0.8;
/** Part of the whole that intervals and tests take. */
const COMPARING = 0.05;

/** Adds up the fraction done of steps of different weight, each of some calls that embed and one that scores. */
export class Meter {
  readonly #total: number;
  readonly #tell: (fraction: number) => void;
  #before = 0;
  #weight = 0;
  #calls = 1;
  #embedded = 0;

  /** @param total Weight of all steps. */
  constructor(total: number, tell: (fraction: number) => void) {
    this.#total = total;
    this.#tell = tell;
  }

  /** Begins a step; the one before is done. @param calls Calls that embed. */
  begin(weight: number, calls: number): void {
    this.#before += this.#weight;
    this.#weight = weight;
    this.#calls = calls;
    this.#embedded = 0;
    this.#say(0);
  }

  /** @param fraction Of the current call. */
  embedding(fraction: number): void {
    this.#say((EMBEDDING * (this.#embedded + fraction)) / this.#calls);
  }

  embedded(): void {
    this.#embedded += 1;
  }

  scoring(fraction: number): void {
    this.#say(EMBEDDING + (1 - EMBEDDING) * fraction);
  }

  comparing(fraction: number): void {
    this.#tell(1 - COMPARING * (1 - fraction));
  }

  #say(within: number): void {
    this.#tell(((1 - COMPARING) * (this.#before + this.#weight * within)) / this.#total);
  }
}
