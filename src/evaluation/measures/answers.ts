/** Measures of a generated answer against its reference. */

/**
 * Computes ROUGE-L (Lin 2004): the F1 of the longest common subsequence of words, as Google's rouge-score does without
 * stemming. Words are runs of a–z and 0–9 in lower case; all else separates. 0 where either has no word.
 */
export function rougeL(reference: string, prediction: string): number {
  const [a, b] = [rougeWords(reference), rougeWords(prediction)];
  if (a.length === 0 || b.length === 0) return 0;
  const shared = longestCommonSubsequence(a, b);
  const [precision, recall] = [shared / b.length, shared / a.length];
  return shared === 0 ? 0 : (2 * precision * recall) / (precision + recall);
}

function rougeWords(text: string): string[] {
  return text.toLowerCase().match(/[a-z0-9]+/g) ?? [];
}

/** Returns the length of the longest common subsequence, with one row of the table at a time. */
function longestCommonSubsequence(a: readonly string[], b: readonly string[]): number {
  const row = new Int32Array(b.length + 1);
  for (const word of a) {
    let diagonal = 0;
    for (let j = 1; j <= b.length; j++) {
      const above = row[j]!;
      row[j] = word === b[j - 1] ? diagonal + 1 : Math.max(above, row[j - 1]!);
      diagonal = above;
    }
  }
  return row[b.length]!;
}

/**
 * Whether an answer equals its reference, as the evaluation of SQuAD compares them (Rajpurkar et al. 2016): in lower
 * case, without ASCII punctuation, articles and surplus white space.
 */
export function exactMatch(reference: string, prediction: string): boolean {
  return normalisedAnswer(reference) === normalisedAnswer(prediction);
}

function normalisedAnswer(text: string): string {
  return text
    .toLowerCase()
    .replace(/[!-/:-@[-`{-~]/g, '')
    .replace(/(?<![\p{L}\p{N}_])(a|an|the)(?![\p{L}\p{N}_])/gu, ' ')
    .split(/\s+/)
    .filter((word) => word !== '')
    .join(' ');
}
