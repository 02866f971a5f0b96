import { SaxesParser } from 'saxes'
import { Failure } from '../../../kernel/failure'

export interface XmlHandlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void
  text?(text: string): void
  close?(name: string): void
}

/** One element or text may not be longer: the parser has to hold it. */
const pieceCharsMax = 8 * 1024 * 1024

/**
 * Walks through an XML document piece by piece and yields after each piece. Names come without their prefix. Entities of
 * the document's own are not expanded, so nothing in it can grow.
 */
export async function* walkXml(bytes: AsyncIterable<Uint8Array>, handlers: XmlHandlers): AsyncIterable<void> {
  const parser = new SaxesParser()
  const decoder = new TextDecoder('utf-8')
  let lastEvent = 0
  const note = () => {
    lastEvent = parser.position
  }
  parser.on('error', (error) => {
    throw damaged(error.message)
  })
  parser.on('opentag', (tag) => {
    note()
    handlers.open?.(localName(tag.name), tag.attributes as Record<string, string>)
  })
  parser.on('text', (text) => {
    note()
    handlers.text?.(text)
  })
  parser.on('closetag', (tag) => {
    note()
    handlers.close?.(localName(tag.name))
  })
  for await (const piece of bytes) {
    parser.write(decoder.decode(piece, { stream: true }))
    if (parser.position - lastEvent > pieceCharsMax) throw damaged('one element is longer than 8 MB')
    yield
  }
  parser.close()
}

function localName(name: string): string {
  const colon = name.indexOf(':')
  return colon < 0 ? name : name.slice(colon + 1)
}

function damaged(why: string): Failure {
  return new Failure('unprocessable', `the Excel file cannot be read: ${why.slice(0, 200)}`, {
    code: 'damaged_excel',
  })
}
