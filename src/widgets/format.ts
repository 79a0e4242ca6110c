/** 1234567 → "1.2 MB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
  return `${(bytes / 1e9).toFixed(2)} GB`;
}

/** Seconds in the coarsest unit that is precise enough: "0.31 s", "42 s", "1 min 59 s", "2 h 5 min". */
export function formatSeconds(seconds: number): string {
  if (seconds < 1) return `${seconds.toFixed(2)} s`;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

/** 12345.6 → "12,346"; below ten one decimal. */
export function formatRate(rate: number): string {
  return rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en');
}

/** A cosine or a coordinate with three decimals and a true minus sign; a dash where there is none. */
export function formatDecimal(value: number): string {
  return Number.isNaN(value) ? '–' : value.toFixed(3).replace('-', '−');
}

/** "1 text", "2 texts". */
export function plural(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}

/** A measure of agreement with two decimals; a dash where it is not defined. */
export function formatFigure(value: number): string {
  return Number.isFinite(value)
    ? value
        .toFixed(2)
        .replace(/^-0\.00$/, '0.00')
        .replace('-', '−')
    : '–';
}

/** A difference, always with its sign: "+0.120", "−0.031", "0.000". */
export function formatChange(value: number): string {
  const text = formatDecimal(value).replace(/^−0\.000$/, '0.000');
  return value > 0 && text !== '0.000' ? `+${text}` : text;
}
