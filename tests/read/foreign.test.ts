import { describe, expect, it } from '@jest/globals'
import { foreignOf } from '../../dist/read/foreign.js'

const bytes = (text: string) => Buffer.from(text, 'latin1')
const zipped = (name: string, content = '') => {
  const header = Buffer.alloc(30)
  header.write('PK\u0003\u0004', 'latin1')
  header.writeUInt16LE(name.length, 26)
  return Buffer.concat([header, bytes(name + content)])
}

describe('files that hold no pages', () => {
  it.each<[string, Buffer, RegExp]>([
    ['xlsx', Buffer.concat([zipped('[Content_Types].xml', 'zz'), zipped('xl/workbook.xml')]), /spreadsheet.*CSV/],
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
    ['tar', Buffer.concat([Buffer.alloc(257), bytes('ustar\x0000')]), /tar archive/],
  ])('%s is told by its bytes', (_, head, sentence) => {
    expect(foreignOf(head)).toMatch(sentence)
    expect(foreignOf(head)).toMatch(/^an? |^(?:bzip2|xz|lz4) data|^sound/)
  })

  it.each(['BMW تطرح سيارة', 'MZ', 'ORCHIDS', 'ID3 tags', 'RIFF', 'نص', '<p>PK</p>', 'PKK', '{"rtf":1}', ''])(
    '%j is text',
    (text) => {
      expect(foreignOf(Buffer.from(text))).toBeUndefined()
    },
  )
})
