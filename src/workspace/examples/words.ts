/**
 * Findings to see in each example with the built-in model, by the example's id; `src/cli/examples.test.ts` proves them.
 * Loaded by the components that show them.
 */
export const EXAMPLE_WORDS: Readonly<Record<string, string>> = {
  messages:
    'Without an instruction, the messages group by what happened: a wedding or an illness. “Topic” groups them by what they are about, travel or banking: against these labels the V-measure goes from 0.00 to 1.00. “Action” groups them by what they ask.',
  feelings:
    'Without an instruction, the messages group by topic, parcels or banking. “Feeling” groups the angry ones and the pleased ones, whatever they are about: against these labels the V-measure goes from 0.00 to 1.00.',
  medical:
    'Without an instruction, the questions group by disease, and “How is asthma treated?” finds other questions about asthma. “Kind of question” groups them into symptoms, treatments and causes, V-measure 1.00, and finds how other diseases are treated.',
};
