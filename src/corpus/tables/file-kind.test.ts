import { expect, test } from 'vitest';
import { fileKind } from './file-kind.ts';

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

test.each([
  ['PK\x03\x04…[Content_Types].xml…xl/workbook.xml', 'an Excel workbook'],
  ['PK\x03\x04…mimetypeapplication/vnd.oasis.opendocument.spreadsheet', '.ods'],
  ['PK\x03\x04…word/document.xml', '.docx'],
  ['PK\x03\x04…Index/Document.iwa', 'Apple Numbers'],
  ['PK\x03\x04…arr_0.npy', '.npz'],
  ['PK\x03\x04…texts.csv', 'a ZIP archive'],
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '.xls'],
  ['%PDF-1.7', 'a PDF'],
  ['GIF89a', 'a picture (GIF)'],
  ['\xff\xd8\xff\xe0', 'a picture (JPEG)'],
  ['SQLite format 3\0', 'an SQLite database'],
  ['\x93NUMPY\x01', '.npy'],
  ['\x80\x04\x95\x10.', 'a Python pickle'],
  ['BZh91AY&SY', 'a bzip2 archive'],
  [`${'a'.repeat(257)}ustar`, 'a tar archive'],
  ['\xef\xbb\xbf\n<!doctype HTML><html>', 'a web page'],
  ['<html lang="en">', 'a web page'],
  ['<?xml version="1.0"?>', 'an XML file'],
])('%j is known as %s', (start, what) => {
  expect(fileKind(bytes(start))?.what).toContain(what);
});

test.each([
  'PK;Text\n1;one',
  'BZh is no word',
  'RIFF raff',
  'GIF',
  'text\n<html>',
  '',
  '<b>bold</b>',
])('%j may be text', (start) => expect(fileKind(bytes(start))).toBeNull());
