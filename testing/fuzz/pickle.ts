import { OPCODE_NAMES } from '../../src/checkpoint/pickle-opcodes.ts';
import type { Random } from '../checkpoint-support.ts';
import { fields } from '../synthetic/torch-zip.ts';
import { below, EXTREMES, join, pick, setExtreme, setNumber } from './bytes.ts';

/** Damages a pickle's opcodes, so that the machine runs beyond their first byte. */

const encode = (text: string) => new TextEncoder().encode(text);

/** Bytes of each opcode's argument: 'line' and 'lines' end in newlines, the others start with their length. */
const ARGUMENTS: Readonly<Record<string, number | 'line' | 'lines' | 'u8' | 'u32'>> = {
  ...{ PROTO: 1, BININT: 4, BININT1: 1, BININT2: 2, BINPUT: 1, BINGET: 1, LONG_BINPUT: 4 },
  ...{ LONG_BINGET: 4, BINFLOAT: 8, EXT1: 1, EXT2: 2, EXT4: 4, FRAME: 8 },
  ...{ GLOBAL: 'lines', INST: 'lines', INT: 'line', FLOAT: 'line', LONG: 'line', STRING: 'line' },
  ...{
    UNICODE: 'line',
    PERSID: 'line',
    GET: 'line',
    PUT: 'line',
    BINUNICODE: 'u32',
    BINSTRING: 'u32',
  },
  ...{ BINBYTES: 'u32', LONG4: 'u32', SHORT_BINSTRING: 'u8', SHORT_BINBYTES: 'u8', LONG1: 'u8' },
  SHORT_BINUNICODE: 'u8',
};

/** Opcodes of a pickle, each with its argument. */
function opcodesOf(pickle: Uint8Array): Uint8Array[] {
  const view = new DataView(pickle.buffer, pickle.byteOffset, pickle.byteLength);
  const steps: Uint8Array[] = [];
  for (let at = 0; at < pickle.length; ) {
    const argument = ARGUMENTS[OPCODE_NAMES.get(pickle[at]!) ?? ''] ?? 0;
    let end = at + 1;
    if (typeof argument === 'number') end += argument;
    else if (argument === 'u8') end += 1 + pickle[end]!;
    else if (argument === 'u32') end += 4 + view.getUint32(end, true);
    else
      for (let lines = argument === 'line' ? 1 : 2; lines > 0; lines--)
        end = pickle.indexOf(10, end) + 1;
    steps.push(pickle.subarray(at, end));
    at = end;
  }
  return steps;
}

const GLOBALS = [
  ...['os\nsystem', 'builtins\neval', 'collections\nOrderedDict', 'torch\nFloatStorage'],
  ...['torch\nDoubleStorage', 'torch\nBoolStorage', 'torch._utils\n_rebuild_tensor_v2'],
  ...['torch._utils\n_rebuild_parameter', '__proto__\n__proto__', 'torch\n'],
];
const WORDS = [
  '',
  'storage',
  'cpu',
  '0',
  '1',
  '../data.pkl',
  '__proto__',
  'constructor',
  'é'.repeat(3000),
];

/** A random opcode with a possible argument. */
function anyOpcode(random: Random): Uint8Array {
  const [code, name] = pick(random, [...OPCODE_NAMES]);
  const argument = ARGUMENTS[name] ?? 0;
  if (argument === 'line' || argument === 'lines') {
    const text = argument === 'lines' ? pick(random, GLOBALS) : String(pick(random, EXTREMES));
    return join(Uint8Array.of(code), encode(`${text}\n`));
  }
  if (typeof argument === 'string') {
    const text = name.startsWith('LONG') ? extremeLong(random) : encode(pick(random, WORDS));
    const length = random() < 0.1 ? below(random, 256) : text.length;
    const prefix = argument === 'u8' ? Uint8Array.of(length) : fields('I', [length]);
    return join(Uint8Array.of(code), prefix, text);
  }
  const bytes = new Uint8Array(1 + argument);
  bytes[0] = code;
  if (random() < 0.5) setExtreme(bytes, 1, argument, random);
  else setNumber(bytes, 1, argument, BigInt(below(random, 12)));
  return bytes;
}

function extremeLong(random: Random): Uint8Array {
  const bytes = new Uint8Array(1 + below(random, 9));
  setExtreme(bytes, 0, bytes.length, random);
  return bytes;
}

/** Changes a matrix's sizes and strides: the view exceeds its storage. */
function widenView(steps: Uint8Array[], random: Random): void {
  const pairs = steps.flatMap((step, i) => (step[0] === 0x86 ? [i] : []));
  const place = below(random, pairs.length - 1);
  const [sizes, strides] = [pairs[place], pairs[place + 1]];
  if (sizes === undefined || strides === undefined) return;
  const set = (pair: number, values: readonly number[]) => {
    for (const at of [pair - 2, pair - 1])
      steps[at] = join(Uint8Array.of(0x8a, 8), fields('Q', [pick(random, values)]));
  };
  set(sizes, [0, 1, 2, 3, 1 << 20, 2 ** 26, 2 ** 31, 2 ** 32, 2 ** 52]);
  set(strides, [0, 0, 0, 1, 2, 2 ** 32, 2 ** 52]);
}

/** EMPTY_TUPLE, then tuples that each hold the previous one twice: 2^40 values for a walker. */
const LAUGHS: readonly Uint8Array[] = [
  [0x29],
  [0x71, 1],
  ...Array.from({ length: 40 }, () => [[0x68, 1], [0x68, 1], [0x86], [0x71, 1]]).flat(),
].map((step) => Uint8Array.from(step));

/** Cuts, doubles, swaps and inserts opcodes; replaces numbers, words and globals. */
export function damagePickle(original: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  const steps = opcodesOf(original);
  for (let edits = 1 + below(random, 2); edits > 0; edits--) {
    const at = 1 + below(random, steps.length - 1);
    const name = OPCODE_NAMES.get(steps[at]![0]!) ?? '';
    switch (below(random, 10)) {
      case 0:
        steps.splice(at, 1);
        break;
      case 1:
        steps.splice(at, 0, ...Array.from({ length: 1 + below(random, 200) }, () => steps[at]!));
        break;
      case 2: {
        const other = 1 + below(random, steps.length - 1);
        [steps[at], steps[other]] = [steps[other]!, steps[at]!];
        break;
      }
      case 3:
        steps.splice(at, 0, anyOpcode(random));
        break;
      case 4:
        steps.splice(at, 0, ...LAUGHS);
        break;
      case 5:
        widenView(steps, random);
        break;
      default:
        if (name.startsWith('BININT') || name === 'LONG1') {
          const long = extremeLong(random);
          steps[at] = join(Uint8Array.of(0x8a, long.length), long);
        } else if (name === 'GLOBAL') {
          steps[at] = encode(`c${pick(random, GLOBALS)}\n`);
        } else if (name === 'BINUNICODE') {
          const text = encode(pick(random, WORDS));
          steps[at] = join(encode('X'), fields('I', [text.length]), text);
        } else {
          steps[at] = anyOpcode(random);
        }
    }
  }
  return join(...steps);
}
