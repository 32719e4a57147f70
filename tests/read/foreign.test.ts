import { describe, expect, it } from '@jest/globals'
import { assetOf, foreignOf } from '../../dist/read/foreign.js'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const zipped = (name: string, content = '') => {
  const header = Buffer.alloc(30)
  header.write('PK\u0003\u0004', 'latin1')
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, bytes(name + content)])
}

describe('files that hold no pages', () => {
  it.each<[string, Buffer, RegExp]>([
    ['docx', Buffer.concat([zipped('_rels/.rels'), zipped('word/document.xml')]), /Word document/],
    ['pptx', zipped('ppt/slides/1.xml'), /presentation/],
    ['epub', zipped('mimetype', 'application/epub+zip'), /epub.*folder/],
    ['ods', zipped('mimetype', 'application/vnd.oasis.opendocument.spreadsheet'), /ods/],
    ['odt', zipped('mimetype', 'application/vnd.oasis.opendocument.text'), /OpenDocument/],
    ['zip', zipped('pages/1.html', 'xl/ word/'), /^a zip archive, not pages; unpack/],
    ['an empty zip', bytes('PK\x05\x06' + '\0'.repeat(18)), /^a zip archive/],
    ['pdf', bytes('%PDF-1.4'), /PDF.*pdftotext/],
    ['doc', bytes('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1'), /old Office/],
    ['rtf', bytes('{\\rtf1\\ansi'), /RTF/],
    ['sqlite', bytes('SQLite format 3\0\x10'), /SQLite.*--registry/],
    ['png', bytes('\x89PNG\r\n'), /^an image, not pages$/],
    ['webp', bytes('RIFF\x10\0\0\0WEBP'), /image/],
    ['mp4', bytes('\0\0\0\x18ftypmp42'), /film/],
    ['exe', bytes('MZ\x90\0'), /program/],
    ['avro', bytes('Obj\x01\x04'), /Avro.*Parquet/],
    ['feather', bytes('FEA1\0\0'), /Feather/],
    ['xz', bytes('\xfd7zXZ\0'), /xz -dc/],
    ['wacz', Buffer.concat([zipped('archive/a.warc.gz'), zipped('datapackage.json')]), /wacz.*WARC/],
    ['pgdump', bytes('PGDMP\x01\x0e'), /Postgres.*CSV/],
    ['webarchive', bytes('bplist00\xd1'), /Mac.*HTML/],
    ['mysqldump', bytes('/*M!999999\\- enable the sandbox mode */ \n-- MariaDB dump 10.19\n'), /database \(SQL\)/],
    ['pg_dump', bytes('--\n-- PostgreSQL database dump\n--\n\n\\restrict x\n\nSET a = 0;\n'), /SQL/],
    ['phpMyAdmin', bytes('-- phpMyAdmin SQL Dump\n-- version 5.2\n'), /SQL/],
    ['sqlite3 .dump', bytes('PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\nCREATE TABLE posts(id);\n'), /SQL.*CSV/],
    ['INSERT', bytes("INSERT INTO `posts` VALUES (1,'x');\n"), /SQL/],
    ['mbox', bytes('From a@b.example Thu Mar  5 10:00:00 2026\nFrom: a@b.example\n'), /mailbox.*folder/],
    ['mbox of Thunderbird', bytes('From - Thu Mar 05 10:00:00 2026\r\n'), /mailbox/],
    ['mrc', bytes('00714cam a2200205 a 450000100130000000300060001300500170001'), /MARC.*yaz-marcdump/],
    ['mrk', bytes('=LDR  00714cam a2200205 a 4500\n'), /MARC.*MARCXML/],
    ['cdxj', bytes('example,harbour)/news/1 20260105101112 {"url": "https://harbour.example/news/1"}'), /CDX/],
    ['cdx', bytes(' CDX N b a m s k r M S V g\n'), /CDX/],
    ['tar', Buffer.concat([Buffer.alloc(257), bytes('ustar\x0000')]), /tar archive/],
  ])('%s is told by its bytes', (_, head, sentence) => {
    expect(foreignOf(head)?.foreign).toMatch(sentence)
    expect(foreignOf(head)?.foreign).toMatch(/^an? |^(?:bzip2|xz|lz4) data|^sound/)
  })

  it.each([
    'BMW تطرح سيارة',
    'MZ',
    'ORCHIDS',
    'ID3 tags',
    'RIFF',
    'نص',
    '<p>PK</p>',
    'PKK',
    '{"rtf":1}',
    '',
    '-- \nشعر',
    'From الصحراء',
    'SET\nنص',
    'CREATE',
  ])('%j is text', (text) => {
    expect(foreignOf(Buffer.from(text))).toBeUndefined()
  })
})

describe('what goes with pages', () => {
  it.each<[string, RegExp | undefined]>([
    ['a/style.css', /style sheet/],
    ['style.css?ver=6.4', /style sheet/],
    ['style.css@ver=6.4.css', /style sheet/],
    ['saved_files/app.js.download', /script/],
    ['app.js', /script/],
    ['photo.JPG', /image/],
    ['logo.svg', /image/],
    ['a.woff2', /font/],
    ['a.mp4', /film/],
    ['a.html', undefined],
    ['a.php?js=1', undefined],
    ['css', undefined],
    ['a.json', undefined],
  ])('%s is told by its name', (name, sentence) => {
    const asset = assetOf(name)
    if (sentence === undefined) expect(asset).toBeUndefined()
    else expect(asset).toMatchObject({ foreign: expect.stringMatching(sentence), asset: true })
  })
})
