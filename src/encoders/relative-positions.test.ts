import { expect, test } from 'vitest';
import golden from './relative-position-buckets.golden.json' with { type: 'json' };
import { relativePositionBuckets } from './relative-positions.ts';

test.each(golden.cases)(
  'buckets of $length tokens ($buckets up to $maxDistance) are those of transformers',
  ({ length, buckets, maxDistance, keysAfter, keysBefore }) => {
    const actual = relativePositionBuckets(length, buckets, maxDistance);
    expect(actual).toHaveLength(length * length);
    // keysAfter[d]: the bucket of a key d after its query; keysBefore[d]: d before it.
    const wrong = [...actual.entries()].filter(([i, bucket]) => {
      const offset = (i % length) - Math.trunc(i / length);
      return bucket !== (offset >= 0 ? keysAfter[offset] : keysBefore[-offset]);
    });
    expect(wrong).toEqual([]);
  },
);
