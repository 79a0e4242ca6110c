import { createHash } from 'node:crypto';

/** Number of points in the quantile table. */
const QUANTILES = 1 << 14;
/** Degrees of freedom: tails like those of trained weights, finite fourth moment. Assumed. */
const FREEDOM = 12;

let table: Float32Array | undefined;

/** Random numbers that depend on the seed and name alone, whatever else is drawn. */
export class Draw {
  private a: number;
  private b: number;
  private c: number;
  private d = 1;

  constructor(seed: number, name: string) {
    const words = createHash('sha256').update(`${seed} ${name}`).digest();
    this.a = words.readInt32LE(0);
    this.b = words.readInt32LE(4);
    this.c = words.readInt32LE(8);
  }

  /** An integer in [0, 2^32): sfc32 (Chris Doty-Humphrey, PractRand). */
  integer(): number {
    const t = (((this.a + this.b) | 0) + this.d) | 0;
    this.d = (this.d + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0;
    return t >>> 0;
  }

  /** In [0, 1). */
  uniform(): number {
    return this.integer() / 2 ** 32;
  }

  /** Student's t with 12 degrees of freedom, scaled to variance 1, cut beyond one draw in 30,000. */
  weight(): number {
    table ??= quantileTable();
    const at = this.integer();
    // Upper bits choose the place in the table, lower ones a point between two of its values.
    const index = at >>> 18;
    const low = table[index]!;
    return low + (table[index + 1]! - low) * ((at & 0x3ffff) / 0x40000);
  }

  /** exp of a normal number with this standard deviation. */
  lognormal(deviation: number): number {
    return Math.exp(
      deviation *
        Math.sqrt(-2 * Math.log(1 - this.uniform())) *
        Math.cos(2 * Math.PI * this.uniform()),
    );
  }
}

function quantileTable(): Float32Array {
  const values = Float64Array.from({ length: QUANTILES + 1 }, (_, i) =>
    studentQuantile((i + 0.5) / (QUANTILES + 1)),
  );
  const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
  return Float32Array.from(values, (value) => value / Math.sqrt(variance));
}

/** Hill's expansion about the normal quantile (Abramowitz and Stegun 26.7.5). */
function studentQuantile(p: number): number {
  const x = normalQuantile(p);
  const n = FREEDOM;
  return (
    x +
    (x ** 3 + x) / (4 * n) +
    (5 * x ** 5 + 16 * x ** 3 + 3 * x) / (96 * n ** 2) +
    (3 * x ** 7 + 19 * x ** 5 + 17 * x ** 3 - 15 * x) / (384 * n ** 3)
  );
}

/** Accurate to 4.5e-4 (Abramowitz and Stegun 26.2.23). */
function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  const t = Math.sqrt(-2 * Math.log(p));
  const numerator = 2.515517 + 0.802853 * t + 0.010328 * t * t;
  return numerator / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t ** 3) - t;
}
