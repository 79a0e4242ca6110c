/** Depth beyond which a cell is not divided: its contents are one point in any drawing. */
const MAX_DEPTH = 40;
const NO_CHILDREN = -1;

/**
 * A quadtree over points of the plane with the mass and the centre of mass of every cell, for the Barnes–Hut
 * approximation (1986): far cells act as one point. Rebuilt for each layout, in the same arrays.
 */
export class Quadtree {
  /** First of the four children of a cell, or NO_CHILDREN. */
  private children: Int32Array;
  private mass: Float64Array;
  /** Sums of the coordinates in a cell: the centre of mass times the mass. */
  private sumX: Float64Array;
  private sumY: Float64Array;
  private squaredWidth: Float64Array;
  private cells = 0;
  private readonly stack = new Int32Array(4 * MAX_DEPTH + 4);

  constructor(count: number) {
    const capacity = 8 * count + 8;
    this.children = new Int32Array(capacity);
    this.mass = new Float64Array(capacity);
    this.sumX = new Float64Array(capacity);
    this.sumY = new Float64Array(capacity);
    this.squaredWidth = new Float64Array(capacity);
  }

  /** Builds the tree. `points`: x and y of each, [count × 2]. */
  build(points: Float64Array): void {
    let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
    for (let i = 0; i < points.length; i += 2) {
      left = Math.min(left, points[i]!);
      right = Math.max(right, points[i]!);
      top = Math.min(top, points[i + 1]!);
      bottom = Math.max(bottom, points[i + 1]!);
    }
    const half = Math.max(right - left, bottom - top) / 2;
    this.cells = 0;
    this.open(1, 2 * half);
    for (let i = 0; i < points.length; i += 2) {
      this.insert(points[i]!, points[i + 1]!, (left + right) / 2, (top + bottom) / 2, half);
    }
  }

  /**
   * Adds to `force` (x at `at`, y after) the sum over all points of w² times the vector from them,
   * where w = 1 / (1 + squared distance), and returns the sum of w, the point itself included.
   * Cells narrower than `theta` times their distance count as their centre of mass.
   */
  repulsion(x: number, y: number, theta: number, force: Float64Array, at: number): number {
    const { children, mass, sumX, sumY, squaredWidth, stack } = this;
    const squaredTheta = theta * theta;
    let total = 0;
    let depth = 0;
    stack[depth++] = 0;
    while (depth > 0) {
      const cell = stack[--depth]!;
      const weight = mass[cell]!;
      if (weight === 0) continue;
      const dx = x - sumX[cell]! / weight;
      const dy = y - sumY[cell]! / weight;
      const squared = dx * dx + dy * dy;
      const first = children[cell]!;
      if (first !== NO_CHILDREN && squaredWidth[cell]! >= squaredTheta * squared) {
        for (let child = first; child < first + 4; child++) stack[depth++] = child;
        continue;
      }
      const w = 1 / (1 + squared);
      total += weight * w;
      const pull = weight * w * w;
      force[at]! += pull * dx;
      force[at + 1]! += pull * dy;
    }
    return total;
  }

  private insert(x: number, y: number, middleX: number, middleY: number, halfWidth: number): void {
    let [cell, centreX, centreY, half] = [0, middleX, middleY, halfWidth];
    for (let depth = 0; ; depth++) {
      const weight = this.mass[cell]!;
      if (weight > 0 && this.children[cell] === NO_CHILDREN) {
        const heldX = this.sumX[cell]! / weight;
        const heldY = this.sumY[cell]! / weight;
        if (depth < MAX_DEPTH && (heldX !== x || heldY !== y)) {
          const first = this.open(4, half);
          this.children[cell] = first;
          this.add(first + quadrant(heldX, heldY, centreX, centreY), heldX, heldY, weight);
        }
      }
      this.add(cell, x, y, 1);
      const first = this.children[cell]!;
      if (first === NO_CHILDREN) return;
      const side = quadrant(x, y, centreX, centreY);
      half /= 2;
      centreX += side & 1 ? half : -half;
      centreY += side & 2 ? half : -half;
      cell = first + side;
    }
  }

  private add(cell: number, x: number, y: number, weight: number): void {
    this.mass[cell]! += weight;
    this.sumX[cell]! += weight * x;
    this.sumY[cell]! += weight * y;
  }

  /** Adds empty cells of this width; returns the first. */
  private open(howMany: number, width: number): number {
    const first = this.cells;
    this.cells += howMany;
    if (this.cells > this.mass.length) this.grow();
    this.children.fill(NO_CHILDREN, first, this.cells);
    this.mass.fill(0, first, this.cells);
    this.sumX.fill(0, first, this.cells);
    this.sumY.fill(0, first, this.cells);
    this.squaredWidth.fill(width * width, first, this.cells);
    return first;
  }

  private grow(): void {
    const capacity = 2 * this.mass.length;
    const larger = (old: Float64Array) => {
      const next = new Float64Array(capacity);
      next.set(old);
      return next;
    };
    const children = new Int32Array(capacity);
    children.set(this.children);
    this.children = children;
    this.mass = larger(this.mass);
    this.sumX = larger(this.sumX);
    this.sumY = larger(this.sumY);
    this.squaredWidth = larger(this.squaredWidth);
  }
}

function quadrant(x: number, y: number, centreX: number, centreY: number): number {
  return (x > centreX ? 1 : 0) + (y > centreY ? 2 : 0);
}
