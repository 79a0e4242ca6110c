/** Hostile and absurd files: each is small to write down, and large, deep or wide to read. */
import { deflateRawSync, gzipSync } from 'node:zlib';
import { TorchZip } from '../../testing/synthetic/torch-zip.ts';

/**
 * The reader that a file is given to: a table of texts, a workspace file, a link, a checkpoint's folder, a
 * model folder, the pairs of `npm run embed`, or a paste.
 */
export type HostileReader =
  | 'table'
  | 'workspace'
  | 'link'
  | 'checkpoint'
  | 'model'
  | 'pairs'
  | 'paste';

export interface HostileInput {
  readonly reader: HostileReader;
  /** Path of the file; of a checkpoint or model, within its folder. */
  readonly file: string;
  /** What is hostile in it. */
  readonly what: string;
  readonly bytes: () => Uint8Array | string | Promise<Uint8Array>;
}

const MB = 1_000_000;
/** Just below the 50 MB that tables and workspaces may have. */
const MOST = 49 * MB;
/** Just below the 64 MiB that a tokenizer.json may have. */
const MOST_JSON = 64 * MB;
/** Just below the 16 MiB that a model's other JSON may have. */
const MOST_SETTINGS = 16 * MB;

const upTo = (size: number, text: string) => text.repeat(Math.floor(size / text.length));
const numbered = (count: number, line: (i: number) => string, joint = '') =>
  Array.from({ length: count }, (_, i) => line(i)).join(joint);
const list = (size: number, value: string) =>
  `[${upTo(size - value.length - 2, `${value},`)}${value}]`;
const keys = (count: number) => `{${numbered(count, (i) => `"k${i}":1`, ',')}}`;
const nested = (size: number, open: string, close: string) => {
  const depth = Math.floor(size / (open.length + close.length));
  return open.repeat(depth) + close.repeat(depth);
};

type Made = readonly [
  file: string,
  what: string,
  bytes: () => Uint8Array | string | Promise<Uint8Array>,
];

/** JSON that every reader of JSON is given, up to `size` bytes. */
const json = (size: number): Made[] => [
  ['objects.json', 'empty objects', () => list(size, '{}')],
  ['lists.json', 'empty lists', () => list(size, '[]')],
  ['strings.json', 'short strings', () => list(size, '"a"')],
  ['numbers.json', 'digits', () => list(size, '1')],
  ['keys.json', 'different keys', () => keys(Math.floor(size / 14))],
  [
    'shapes.json',
    'objects, each with another key',
    () => `[${numbered(Math.floor(size / 16), (i) => `{"k${i}":1}`, ',')}]`,
  ],
  ['one-key.json', 'the same key', () => `{${upTo(size - 8, '"a":1,')}"a":1}`],
  ['deep-lists.json', 'lists in lists', () => nested(size, '[', ']')],
  ['deep-objects.json', 'objects in objects', () => nested(size, '{"a":', '}')],
  ['open-lists.json', 'lists that never end', () => upTo(size, '[')],
  ['commas.json', 'commas', () => `[${upTo(size, ',')}]`],
  ['backslashes.json', 'a string of backslashes', () => `["${upTo(size - 4, '\\\\')}"]`],
  ['quotes.json', 'quotes', () => upTo(size, '"')],
  ['escaped-quotes.json', 'a string of quotes', () => `["${upTo(size - 4, '\\"')}"]`],
  ['long-string.json', 'one string', () => `["${upTo(size - 4, 'a')}"]`],
  ['long-number.json', 'one number', () => `[${upTo(size - 2, '1')}]`],
  ['spaces.json', 'spaces', () => upTo(size, ' ')],
  ['prototype.json', '__proto__ in __proto__', () => `${nested(20_000, '{"__proto__":', '}')}`],
];

const asWorkspace = (texts: string, rest = '"k":2') =>
  `{"version":2,"name":"a","lenses":[{"id":"l","name":"l","colour":0,"on":true,"instruction":"","queryInstruction":"","documentInstruction":""}],"texts":${texts},"queries":[],"documents":[],"projection":"pca",${rest}}`;
const linkOf = (bytes: Uint8Array) => `#facet=${Buffer.from(bytes).toString('base64url')}`;
const zeros = (megabytes: number) => Buffer.alloc(megabytes * MB, '0');

const TABLES: Made[] = [
  ...json(MOST),
  [
    'new-key-a-line.jsonl',
    'another key on each of 40,000 lines',
    () => numbered(40_000, (i) => `{"text":"t${i}","k${i}":1}\n`),
  ],
  [
    'keys-in-turn.jsonl',
    '999 keys in turn on 300,000 lines',
    () => numbered(300_000, (i) => `{"text":"t${i}","k${i % 999}":1}\n`),
  ],
  [
    'last-key.jsonl',
    'a line of 999 keys, then its last key alone',
    () => `${keys(999)}\n${'{"k998":1}\n'.repeat(1_000_000)}`,
  ],
  [
    'deep-value.jsonl',
    'a value 100,000 deep',
    () => `{"text":"a","deep":${nested(200_000, '[', ']')}}\n`,
  ],
  [
    'deep-values.jsonl',
    'values 5,000 deep',
    () => `{"text":"a","deep":${nested(10_000, '[', ']')}}\n`.repeat(4_000),
  ],
  ['empty.jsonl', 'empty objects', () => upTo(MOST, '{}\n')],
  ['no.jsonl', 'lines that are not JSON', () => upTo(MOST, '{"a\n')],
  ['texts.jsonl', 'short texts', () => upTo(MOST, '"a"\n')],
  ['joined.jsonl', 'objects on one line', () => upTo(MOST, '{"text":"a"}')],
  [
    'columns.json',
    'a table by columns of 20 million cells',
    () => `{"text":${list(20 * MB, '"a"')},"label":${list(20 * MB, '"b"')}}`,
  ],
  [
    'wide.csv',
    '130,000 columns',
    () => `${numbered(130_000, (i) => `c${i}`, ',')}\n${upTo(260_000, 'x,')}x\n`,
  ],
  ['separators.csv', 'separators', () => upTo(MOST, ',')],
  [
    'wide-rows.csv',
    '49,000 rows of 1,000 empty cells',
    () => `${keys(1000)}\n`.replaceAll('"', '') + `a${',b'.repeat(999)}\n`.repeat(24_500),
  ],
  ['one-line.csv', 'one line of 40 MB', () => `text\n${upTo(40 * MB, 'a')}\n`],
  ['unclosed-quote.csv', 'a quote that never closes', () => `text\n"${upTo(40 * MB, 'a b\n')}`],
  [
    'unclosed-quotes.csv',
    'a quote that never closes on each line',
    () => `text,b\n${upTo(40 * MB, '"a b,c\n')}`,
  ],
  ['many-quotes.csv', 'a cell of quotes', () => `text\n"${upTo(40 * MB, '""')}"\n`],
  ['quotes.csv', 'quotes', () => upTo(MOST, '"')],
  ['quoted-letters.csv', 'quotes before letters', () => upTo(MOST, '"a')],
  ['spaced-quotes.csv', 'spaces before quotes', () => upTo(MOST, '    ,    "')],
  ['single-quotes.csv', 'single quotes', () => upTo(MOST, ",'")],
  ['backslash-quotes.csv', 'quotes after backslashes', () => `a,b\n"${upTo(40 * MB, '\\"')}`],
  ['lines.csv', 'empty lines', () => upTo(MOST, '\n')],
  ['returns.csv', 'returns', () => upTo(MOST, '\r')],
  ['rows.csv', '24 million rows', () => `text\n${upTo(MOST, 'a\n')}`],
  [
    'labels.csv',
    'a million rows, each with its label',
    () => `text,label\n${numbered(1_000_000, (i) => `t${i},l${i}`, '\n')}\n`,
  ],
  ['rows.txt', '24 million lines', () => upTo(MOST, 'a\n')],
  ['spaces.txt', 'spaces', () => upTo(MOST, ' ')],
  ['tabs.txt', 'tabs', () => upTo(MOST, '\t')],
  ['zeros.txt', 'zero bytes', () => new Uint8Array(MOST)],
  ['high.txt', 'bytes above ASCII', () => new Uint8Array(MOST).fill(0xe9)],
  [
    'surrogates.txt',
    'halves of letters in UTF-16',
    () => Buffer.from(`\ufeff${upTo(MOST / 2, '\ud800')}`, 'utf16le'),
  ],
  ['separator-line.csv', 'a separator of letters', () => `sep=${upTo(MOST, 'ab')}\n`],
  ['bomb.csv.gz', '200 MB once unpacked', () => gzipSync(zeros(200))],
  ['bomb.csv.gz.gz', '200 MB once unpacked twice', () => gzipSync(gzipSync(zeros(200)))],
  [
    'members.csv.gz',
    '200,000 members',
    () => Buffer.concat(Array.from({ length: 200_000 }, () => gzipSync('a\n'))),
  ],
  [
    'bomb.xlsx',
    'a zip archive',
    () => Buffer.concat([Buffer.from('PK\x03\x04'), zeros(40), Buffer.from('xl/')]),
  ],
];

const WORKSPACES: Made[] = [
  ...json(MOST),
  ['texts.json', 'texts without fields', () => asWorkspace(list(MOST - 500, '{}'))],
  [
    'unknown.json',
    'an unknown field of different keys',
    () => asWorkspace('[]', `"k":2,"more":${keys(3_400_000)}`),
  ],
  ['large-k.json', 'k = 1e300', () => asWorkspace('[]', '"k":1e300')],
  ['endless-k.json', 'k = 1e999', () => asWorkspace('[]', '"k":1e999')],
  [
    'one-id.json',
    'a million texts',
    () =>
      asWorkspace(`[${numbered(1_000_000, (i) => `{"id":"${i}","text":"a","group":"A"}`, ',')}]`),
  ],
];

const LINKS: Made[] = [
  ['1-gb', '1 GB once inflated', () => linkOf(deflateRawSync(zeros(1000), { level: 9 }))],
  ['objects', '5 MB of objects', () => linkOf(deflateRawSync(list(4.9 * MB, '{}')))],
  ['keys', '5 MB of different keys', () => linkOf(deflateRawSync(keys(340_000)))],
  ['deep', '5 MB of lists in lists', () => linkOf(deflateRawSync(nested(4.9 * MB, '[', ']')))],
  ['letters', '60 MB of letters', () => `#facet=${upTo(60 * MB, 'A')}`],
];

/** Readings of a checkpoint's small files are few; each file's own bounds are seen by one file. */
const CHECKPOINTS: Made[] = [
  ...json(MOST_SETTINGS).map(([file, what, bytes]): Made => [`config.json/${file}`, what, bytes]),
  ['config.json', 'empty objects of 64 MB', () => list(MOST_JSON, '{}')],
  ...json(MOST_JSON).map(([file, what, bytes]): Made => [`tokenizer.json/${file}`, what, bytes]),
  ...[
    'modules.json',
    'tokenizer_config.json',
    'sentence_bert_config.json',
    'special_tokens_map.json',
    '1_Pooling/config.json',
    '2_Dense/config.json',
    'config_sentence_transformers.json',
    'model.safetensors.index.json',
  ].flatMap((path): Made[] => [
    [path, 'empty objects', () => list(MOST_SETTINGS, '{}')],
    [path, 'different keys', () => keys(1_100_000)],
    [path, 'objects in objects', () => nested(MOST_SETTINGS, '{"a":', '}')],
  ]),
  [
    'modules.json',
    'many modules',
    () =>
      list(
        MOST_SETTINGS,
        '{"type":"sentence_transformers.models.Dense","path":"2_Dense","idx":999}',
      ),
  ],
  ...json(MOST_SETTINGS).map(
    ([file, what, bytes]): Made => [
      `model.safetensors/${file}`,
      what,
      () => withLength(bytes() as string),
    ],
  ),
  [
    'model.safetensors',
    'a header of 2⁶³ bytes',
    () => {
      const bytes = new Uint8Array(100);
      bytes[7] = 0x80;
      return bytes;
    },
  ],
  [
    'model.safetensors',
    '200,000 empty tensors',
    () =>
      withLength(
        `{${numbered(200_000, (i) => `"t${i}":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}`, ',')}}`,
      ),
  ],
  [
    'pytorch_model.bin',
    'a pickle of 4 MB that copies itself',
    () => torch(Buffer.concat([Buffer.from('\x80\x02]', 'latin1'), Buffer.alloc(4 * MB, '2')])),
  ],
  [
    'pytorch_model.bin',
    'a pickle of 4 MB of lists in lists',
    () => torch(Buffer.concat([Buffer.from('\x80\x02', 'latin1'), Buffer.alloc(4 * MB, ']')])),
  ],
];

const config = (fields: object) => JSON.stringify({ edited: fields });
const CONFIGS: Made[] = [
  ['width', { d_model: 2 ** 30 }],
  ['heads', { num_heads: 1e300 }],
  ['head size', { d_kv: -1 }],
  ['products', { d_model: 2 ** 20, num_heads: 2 ** 12, d_kv: 2 ** 12, d_ff: 2 ** 20 }],
  ['layers', { num_layers: 2 ** 12 }],
  ['layers and widths', { num_layers: 2 ** 12, d_model: 2 ** 20, d_ff: 2 ** 20 }],
  ['buckets', { relative_attention_num_buckets: 4096, relative_attention_max_distance: 2 ** 20 }],
  ['vocabulary', { vocab_size: 2 ** 24, d_model: 2 ** 20 }],
].map(([what, fields]): Made => ['config.json', `absurd ${what}`, () => config(fields as object)]);

const MODELS: Made[] = json(MOST_SETTINGS).map(
  ([file, what, bytes]): Made => [`model.json/${file}`, what, bytes],
);

const PAIRS: Made[] = [
  ['objects.jsonl', 'empty objects on a line', () => list(MOST, '{}')],
  ['strings.jsonl', 'short strings on a line', () => list(MOST, '"a"')],
  ['keys.jsonl', 'different keys on a line', () => keys(3_400_000)],
  ['deep.jsonl', 'a deep line', () => nested(MOST, '[', ']')],
  ['lines.jsonl', 'empty lines', () => upTo(MOST, '\n')],
  ['texts.jsonl', '12 million texts', () => upTo(MOST, '"a"\n')],
  ['backslashes.jsonl', 'a string of backslashes', () => `"${upTo(MOST, '\\\\')}"\n`],
  ['halves.jsonl', 'halves of letters', () => `"${upTo(MOST, '\\ud800')}"\n`],
];

const PASTES: Made[] = [
  ['lines', 'empty lines', () => upTo(20 * MB, '\n')],
  ['spaces', 'spaces', () => upTo(20 * MB, ' ')],
];

const of = (reader: HostileReader, all: readonly Made[]): HostileInput[] =>
  all.map(([file, what, bytes]) => ({ reader, file, what, bytes }));

export const HOSTILE: readonly HostileInput[] = [
  ...of('table', TABLES),
  ...of('workspace', WORKSPACES),
  ...of('link', LINKS),
  ...of('checkpoint', CHECKPOINTS),
  ...of('checkpoint', CONFIGS),
  ...of('model', MODELS),
  ...of('pairs', PAIRS),
  ...of('paste', PASTES),
];

/** A safetensors file of a header alone. */
function withLength(header: string): Uint8Array {
  const text = Buffer.from(header);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text]);
}

/** A PyTorch file with this pickle. */
async function torch(pickle: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  const zip = new TorchZip((bytes) => {
    parts.push(bytes);
  });
  await zip.add('archive/data.pkl', [pickle]);
  await zip.finish();
  return Buffer.concat(parts);
}
