import { gzipSync, inflateRawSync } from 'node:zlib';
import { afterEach, expect, test, vi } from 'vitest';
import { gunzip } from './gunzip.ts';

/** Bytes before and after the deflated ones of a member without a name. */
const HEADER = 10;
const TRAILER = 8;

let writes = 0;

/** Inflates as Chromium does: one member, and a piece that goes beyond its end fails as a whole. */
class OneMember extends TransformStream<Uint8Array, Uint8Array> {
  constructor() {
    let all: Uint8Array<ArrayBuffer> = new Uint8Array(0);
    super({
      transform(piece, controller) {
        writes += 1;
        all = new Uint8Array([...all, ...piece]);
        const end = endOfMember(all);
        if (end !== null && end < all.length) throw new TypeError('Junk found after the end');
        if (end === all.length) controller.enqueue(inflateRawSync(all.subarray(HEADER)));
      },
      flush() {
        if (endOfMember(all) === null) throw new TypeError('Compressed input was truncated');
      },
    });
  }
}

function endOfMember(bytes: Uint8Array): number | null {
  try {
    const { engine } = inflateRawSync(bytes.subarray(HEADER), { info: true }) as unknown as {
      engine: { bytesWritten: number };
    };
    const end = HEADER + engine.bytesWritten + TRAILER;
    return end <= bytes.length ? end : null;
  } catch {
    return null;
  }
}

afterEach(() => vi.unstubAllGlobals());

const members = ['one\n', `two ${'\x1f\x8b\x08'.repeat(3)}\n`, 'three\n'.repeat(300)];
const packed = (...texts: string[]) => Buffer.concat(texts.map((text) => gzipSync(text)));
const text = (content: Uint8Array) => new TextDecoder().decode(content);

test.each([
  ['several members', packed(...members), members.join(''), 0],
  ['a single member', packed('one\n'), 'one\n', 0],
  [
    'bytes after the last',
    Buffer.concat([packed(...members), Buffer.from('junk')]),
    members.join(''),
    4,
  ],
])('%s, where the inflater takes one member', async (_, bytes, content, rest) => {
  vi.stubGlobal('DecompressionStream', OneMember);
  const found = await gunzip(new Uint8Array(bytes), 1_000_000);
  if (typeof found !== 'object' || found === null) expect.fail(`${found}`);
  expect(text(Buffer.from(await found.content.arrayBuffer()))).toBe(
    text(Buffer.from(content, 'utf8')),
  );
  expect(found.rest).toBe(rest);
});

test('where a member ends is found without giving its bytes one by one', async () => {
  vi.stubGlobal('DecompressionStream', OneMember);
  writes = 0;
  const texts = Array.from({ length: 40 }, (_, i) => `A text of member ${i}\n`);
  const found = await gunzip(new Uint8Array(packed(...texts)), 1_000_000);
  expect(found).toMatchObject({ rest: 0 });
  expect(writes).toBeLessThan(200);
});

test('a member that inflates beyond the limit, and one that is damaged', async () => {
  vi.stubGlobal('DecompressionStream', OneMember);
  expect(await gunzip(new Uint8Array(packed('a', 'b'.repeat(2_000))), 1_000)).toBe('large');
  const cut = packed('one', 'two').subarray(0, -3);
  expect(await gunzip(new Uint8Array(cut), 1_000)).toBe(null);
});
