/** Turns the values of a Parquet column into what JSON has: texts, numbers, lists, objects. */
import type { FileMetaData, ParquetParsers, SchemaElement, SchemaTree } from 'hyparquet';
import { leavesOf } from './footer.ts';

/** Most bytes that are shown as they are, in hexadecimal; a hash is shorter, a picture longer. */
const SHOWN_BYTES = 64;

/** A column's way from stored values to plain ones. */
export interface ColumnValues {
  /** Parsers for hyparquet, which keep dates and times to their last digit. */
  readonly parsers: Partial<ParquetParsers>;
  /** A value as JSON has it: null for a missing one. */
  plain(value: unknown): unknown;
}

/**
 * Schema with the types that hyparquet would round, or refuses, as the numbers and bytes that they are stored as:
 * decimals beside no others, BSON, intervals.
 */
export function withRawTypes(metadata: FileMetaData, columns: readonly SchemaTree[]): FileMetaData {
  const flat = new Set(columns.filter(({ children }) => children.length === 0).map(elementOf));
  const schema = metadata.schema.map((element): SchemaElement => {
    const { converted_type: type, logical_type: _, ...rest } = element;
    if (type === 'BSON' || type === 'INTERVAL') return omitType(rest);
    return isDecimal(element) && flat.has(element) ? omitType(rest) : element;
  });
  return { ...metadata, schema };
}

function elementOf({ element }: SchemaTree): SchemaElement {
  return element;
}

function omitType({ converted_type: _, ...rest }: SchemaElement): SchemaElement {
  return rest;
}

export function columnValues(column: SchemaTree): ColumnValues {
  const leaves = leavesOf(column).map(elementOf);
  const zone = leaves.some(isLocal) ? '' : 'Z';
  const [leaf] = leaves;
  const flat = column.children.length === 0 ? leaf : undefined;
  const single = leaves.every(({ type }) => type !== 'DOUBLE');
  const rounded = flat === undefined && leaves.some(isDecimal);
  const number = (value: number) => {
    if (rounded && !Number.isInteger(value)) return Number(value.toPrecision(15));
    return single ? shortest(value) : value;
  };
  const plain = plainer(number);
  return {
    parsers: {
      timestampFromMilliseconds: (value) => timestamp(value, 3, zone),
      timestampFromMicroseconds: (value) => timestamp(value, 6, zone),
      timestampFromNanoseconds: (value) => timestamp(value, 9, zone),
      dateFromDays: (days) => timestamp(BigInt(days) * 86_400n, 0, '').slice(0, -9),
      jsonFromBytes: textOf,
      geometryFromBytes: textOf,
      geographyFromBytes: textOf,
    },
    plain: (value) => {
      if (value === null || value === undefined) return null;
      if (flat !== undefined && isDecimal(flat)) return decimal(value, flat.scale ?? 0);
      if (flat !== undefined && isTime(flat)) return timeOfDay(value, flat);
      // JSON has neither; a cell may.
      if (typeof value === 'bigint' || Number.isNaN(value)) return String(value);
      if (value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY) {
        return String(value);
      }
      return plain(value);
    },
  };
}

function plainer(number: (value: number) => number): (value: unknown) => unknown {
  const plain = (value: unknown): unknown => {
    switch (typeof value) {
      case 'string':
      case 'boolean':
        return value;
      case 'number':
        return Number.isFinite(value) ? number(value) : null;
      case 'bigint':
        return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
      case 'object':
        if (value === null) return null;
        if (value instanceof Uint8Array) return textOf(value);
        if (value instanceof Date) return timestamp(BigInt(value.getTime()), 3, 'Z');
        if (Array.isArray(value)) return value.map(plain);
        if (ArrayBuffer.isView(value)) return Array.from(value as Float32Array, plain);
        return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, plain(part)]));
      default:
        return null;
    }
  };
  return plain;
}

function isDecimal({ converted_type, logical_type }: SchemaElement): boolean {
  return converted_type === 'DECIMAL' || logical_type?.type === 'DECIMAL';
}

function isTime({ converted_type, logical_type }: SchemaElement): boolean {
  return logical_type?.type === 'TIME' || converted_type?.startsWith('TIME_') === true;
}

/** Whether a column's times are of no time zone: those of a wall clock. */
function isLocal({ type, logical_type: logical }: SchemaElement): boolean {
  if (logical?.type === 'TIMESTAMP') return !logical.isAdjustedToUTC;
  return type === 'INT96';
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Bytes as the text that they are; else in hexadecimal, or their number if they are many. */
function textOf(bytes: Uint8Array): string {
  try {
    const text = utf8.decode(bytes);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what tells bytes from a text.
    if (!/[\0-\x08\x0e-\x1f\x7f]/.test(text)) return text;
  } catch {
    // They are no text.
  }
  if (bytes.length > SHOWN_BYTES) return `[${bytes.length.toLocaleString('en')} bytes]`;
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A float32 by the fewest digits that tell it from others: 0.1, not 0.10000000149011612. */
function shortest(value: number): number {
  if (Math.abs(value) < 2 ** 24 && Number.isInteger(value)) return value;
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(value.toPrecision(digits));
    if (Math.fround(short) === value) return short;
  }
  return value;
}

/** A decimal with all its digits: 1230 of scale 2 is "12.30". */
function decimal(value: unknown, scale: number): string {
  const whole = value instanceof Uint8Array ? bigEndian(value) : BigInt(value as number | bigint);
  if (scale <= 0) return String(whole * 10n ** BigInt(Math.min(100, -scale)));
  const digits = String(whole < 0n ? -whole : whole).padStart(scale + 1, '0');
  return `${whole < 0n ? '-' : ''}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

function bigEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const byte of bytes) value = (value << 8n) | BigInt(byte);
  return BigInt.asIntN(8 * bytes.length, value);
}

/** Number of decimal digits of a unit. */
const DIGITS = { MILLIS: 3, MICROS: 6, NANOS: 9 } as const;

function timeOfDay(value: unknown, { logical_type, converted_type }: SchemaElement): string {
  const unit =
    logical_type?.type === 'TIME'
      ? logical_type.unit
      : converted_type === 'TIME_MICROS'
        ? 'MICROS'
        : 'MILLIS';
  return timestamp(BigInt(value as number | bigint), DIGITS[unit], '').slice(11);
}

/**
 * A time since 1970 as in ISO 8601, with as many digits of a second as it has; the number itself for one that a calendar
 * of four-digit years does not have.
 * @param digits Decimal digits of the unit: 3 for milliseconds.
 */
function timestamp(value: bigint, digits: number, zone: string): string {
  const unit = 10n ** BigInt(digits);
  const fraction = BigInt.asUintN(64, ((value % unit) + unit) % unit);
  const date = new Date(Number((value - fraction) / unit) * 1000);
  const year = date.getUTCFullYear();
  if (!(year >= 0 && year <= 9999)) return String(value);
  const rest = digits === 0 ? '' : String(fraction).padStart(digits, '0').replace(/0+$/, '');
  return `${date.toISOString().slice(0, 19)}${rest === '' ? '' : `.${rest}`}${zone}`;
}
