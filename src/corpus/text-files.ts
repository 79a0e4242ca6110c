/** Names of files that may hold texts, as a file chooser takes them. */
export const TEXT_FILES =
  '.txt,.md,.markdown,.csv,.tsv,.tab,.psv,.json,.jsonl,.ndjson,.parquet,.gz,text/plain,text/csv';
