import { type SaxesAttributeNS, SaxesParser, type SaxesTagNS } from 'saxes'
import { decodeXml, FILE_LIMITS, refuseSize } from '../statements/bytes'
import { type Place, stopAt } from '../statements/faults'

/** camt.053 is 15 levels deep, an envelope adds 5; one entry or transaction has some 100 elements. */
const XML_LIMITS = { depth: 40, attributes: 16, elements: 2_000, text: 10_000, name: 80 }

/** A small piece of the document, whole: an entry's part, never an account's day. */
export type XmlNode = Place & {
  name: string
  text: string
  attributes: ReadonlyMap<string, string>
  children: XmlNode[]
}

/** What to do with an element: look at its children one by one, take it whole, or leave it out. */
export type Visit = 'enter' | 'take' | 'skip'
export type XmlVisitor = {
  open(element: { name: string; namespace: string; depth: number; place: Place }): Visit
  take(node: XmlNode): void
  close(name: string): void
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map()
type Open = { pointer: string; counts: Map<string, number> }

/**
 * Reads an XML file in one pass and in bounded memory: the visitor sees elements as they open and
 * gets only those pieces that it takes. Stops with a `FileFault` at the first thing that is not
 * well-formed XML 1.0 with namespaces, at any DOCTYPE or entity of its own, and at every limit.
 * Comments and processing instructions say nothing. Names come without their prefix; inside a piece
 * that is taken, elements of another namespace are left out.
 */
export function readXml(bytes: Uint8Array, visitor: XmlVisitor, limits = FILE_LIMITS): void {
  refuseSize(bytes, limits)
  const parser = new SaxesParser({ xmlns: true })
  const walk = new Walk(visitor, parser)
  parser.on('error', (error) => stopAt(walk.place(), 'xml_malformed', error.message))
  parser.on('doctype', () => stopAt(walk.place(), 'xml_doctype_refused'))
  parser.on('attribute', (attribute) => walk.attribute(attribute))
  parser.on('opentagstart', (tag) => walk.starts(tag.name))
  parser.on('opentag', (tag) => walk.opens(tag))
  parser.on('text', (text) => walk.text(text))
  parser.on('cdata', (text) => walk.text(text))
  parser.on('closetag', (tag) => walk.closes(tag.local))
  parser.on('comment', () => walk.sees())
  parser.on('processinginstruction', () => walk.sees())
  for (const slice of decodeXml(bytes)) {
    const seen = walk.seen
    parser.write(slice)
    // A whole slice in which nothing began or ended is one text, comment or tag beyond any limit.
    if (seen === walk.seen && slice.length > XML_LIMITS.text)
      stopAt(walk.place(), 'xml_text_too_long')
  }
  parser.close()
}

class Walk {
  seen = 0
  private depth = 0
  private attributes = 0
  private elements = 0
  private skipped = 0
  private namespace = ''
  private readonly entered: Open[] = [{ pointer: '', counts: new Map() }]
  private readonly taken: XmlNode[] = []

  constructor(
    private readonly visitor: XmlVisitor,
    private readonly parser: { readonly line: number },
  ) {}

  sees(): void {
    this.seen += 1
  }

  place(): Place {
    const pointer = this.taken.at(-1)?.pointer ?? this.entered.at(-1)?.pointer ?? ''
    return { line: this.parser.line, pointer }
  }

  starts(name: string): void {
    this.sees()
    this.depth += 1
    this.attributes = 0
    if (this.depth > XML_LIMITS.depth) stopAt(this.place(), 'xml_too_deep')
    if (name.length > XML_LIMITS.name) stopAt(this.place(), 'xml_too_wide')
  }

  attribute({ name, value }: Pick<SaxesAttributeNS, 'name' | 'value'>): void {
    this.sees()
    this.attributes += 1
    const size = name.length + value.length
    if (this.attributes > XML_LIMITS.attributes || size > XML_LIMITS.text)
      stopAt(this.place(), 'xml_too_wide')
  }

  opens(tag: SaxesTagNS): void {
    if (this.skipped > 0) {
      this.skipped += 1
      return
    }
    const parent = this.taken.at(-1)
    if (parent) this.takes(tag, parent)
    else this.asks(tag)
  }

  text(text: string): void {
    if (text.length > XML_LIMITS.text) stopAt(this.place(), 'xml_text_too_long')
    const node = this.taken.at(-1)
    if (node === undefined || this.skipped > 0) return
    if (node.text.length + text.length > XML_LIMITS.text) stopAt(this.place(), 'xml_text_too_long')
    node.text += text
  }

  closes(name: string): void {
    this.sees()
    this.depth -= 1
    if (this.skipped > 0) {
      this.skipped -= 1
      return
    }
    const node = this.taken.pop()
    if (node === undefined) {
      this.visitor.close(name)
      this.entered.pop()
      return
    }
    if (node.children.length > 0) node.text = ''
    const parent = this.taken.at(-1)
    if (parent) parent.children.push(node)
    else this.visitor.take(node)
  }

  private asks(tag: SaxesTagNS): void {
    const place = this.indexed(tag.local)
    const { local: name, uri: namespace } = tag
    const visit = this.visitor.open({ name, namespace, depth: this.depth, place })
    if (visit === 'skip') this.skipped = 1
    if (visit === 'enter') this.entered.push({ pointer: place.pointer, counts: new Map() })
    if (visit === 'take') {
      this.elements = 0
      this.namespace = namespace
      this.taken.push(nodeOf(tag, place))
    }
  }

  private takes(tag: SaxesTagNS, parent: XmlNode): void {
    if (tag.uri !== this.namespace) {
      this.skipped = 1
      return
    }
    this.elements += 1
    if (this.elements > XML_LIMITS.elements) stopAt(this.place(), 'xml_too_wide')
    const pointer = `${parent.pointer}/${tag.local}`
    this.taken.push(nodeOf(tag, { line: this.parser.line, pointer }))
  }

  /** `/Document/BkToCstmrStmt/Stmt/Ntry[3]`: the number is told from the second sibling on. */
  private indexed(name: string): Place {
    const above = this.entered.at(-1)
    const nth = (above?.counts.get(name) ?? 0) + 1
    above?.counts.set(name, nth)
    const pointer = `${above?.pointer ?? ''}/${name}${nth > 1 ? `[${nth}]` : ''}`
    return { line: this.parser.line, pointer }
  }
}

function nodeOf(tag: SaxesTagNS, place: Place): XmlNode {
  const pairs = Object.values(tag.attributes).map(({ name, value }): [string, string] => [
    name,
    value,
  ])
  const attributes = pairs.length === 0 ? NO_ATTRIBUTES : new Map(pairs)
  return { ...place, name: tag.local, text: '', attributes, children: [] }
}
