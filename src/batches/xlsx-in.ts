import { SaxesParser } from 'saxes'
import { BatchFault } from './batch-fault'
import { type Days, daysIn, isDated } from './xlsx-days'
import { unpacked, zipEntries } from './zip-in'

/** What the parts of a workbook may come to when they are opened, in bytes; a sheet is never open as a whole. */
const SHEET_MAX = 96 * 1_024 * 1_024
const STRINGS_MAX = 24 * 1_024 * 1_024
const SMALL_MAX = 1_024 * 1_024
/** The texts a sheet shares are kept while it is read, each once: so many places, and so many letters in all. */
const STRINGS_COUNT_MAX = 1_000_000
const STRINGS_CHARS_MAX = 8_000_000
/** What a text takes beside its letters. */
const PLACE = 30
const CELLS_MAX = 64
const CELL_CHARS_MAX = 1_000
/** So many letters without a tag are no sheet. */
const UNBROKEN_MAX = 256 * 1_024
const SHEET = 'xl/worksheets/sheet1.xml'
const STRINGS = 'xl/sharedStrings.xml'
const WORKBOOK = 'xl/workbook.xml'
const STYLES = 'xl/styles.xml'
const RELATIONS = 'xl/_rels/workbook.xml.rels'

type Row = { line: number; cells: string[] }

/**
 * The rows of a workbook's first sheet, as texts, one after the other while the sheet is being opened. Throws
 * `BatchFault`, at once where the file is none, and in the middle where it breaks there.
 */
export function* xlsxRecords(bytes: Uint8Array): Generator<Row> {
  const entries = zipEntries(bytes)
  const open = (name: string, most: number): Generator<Uint8Array> | null => {
    const entry = entries.get(name)
    return entry === undefined ? null : unpacked(bytes, entry, most)
  }
  const { path, is_1904 } = firstSheet(open(WORKBOOK, SMALL_MAX), open(RELATIONS, SMALL_MAX))
  const sheet = open(path, SHEET_MAX) ?? open(SHEET, SHEET_MAX)
  if (sheet === null) throw new BatchFault('这个 Excel 文件里没有第一张表')
  const shared = open(STRINGS, STRINGS_MAX)
  const styles = open(STYLES, SMALL_MAX)
  const days = daysIn(styles === null ? [] : datedStyles(styles), is_1904)
  yield* rowsOf(sheet, shared === null ? [] : stringsOf(shared), days)
}

type Walk = {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}
/** Reads XML piece by piece; after each piece what was found so far may be taken. */
function* walked(pieces: Iterable<Uint8Array>, { open, close, text }: Walk): Generator<void> {
  const parser = new SaxesParser()
  const decoder = new TextDecoder()
  let [unbroken, has_tag] = [0, false]
  parser.on('doctype', () => {
    throw new BatchFault('文件里有 DOCTYPE，出于安全不接收')
  })
  parser.on('error', () => {
    throw new BatchFault('Excel 文件的内容写坏了')
  })
  parser.on('opentag', ({ name, attributes }) => {
    has_tag = true
    open?.(local(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    has_tag = true
    close?.(local(name))
  })
  if (text) parser.on('text', text)
  for (const piece of pieces) {
    has_tag = false
    parser.write(decoder.decode(piece, { stream: true }))
    unbroken = has_tag ? 0 : unbroken + piece.length
    if (unbroken > UNBROKEN_MAX) throw new BatchFault('表里有一格太长')
    yield
  }
  parser.write(decoder.decode()).close()
  yield
}
const local = (name: string): string => name.replace(/^.*:/, '')
const toEnd = (walk: Generator<void>): void => {
  for (const _ of walk);
}

/** The sheet that stands first in the workbook, and whether its days count from 1904. */
function firstSheet(
  workbook: Generator<Uint8Array> | null,
  relations: Generator<Uint8Array> | null,
): { path: string; is_1904: boolean } {
  let [id, path, is_1904] = ['', SHEET, false]
  if (workbook !== null)
    toEnd(
      walked(workbook, {
        open: (name, attributes) => {
          if (name === 'workbookPr') is_1904 = /^(?:1|true)$/.test(attributes.date1904 ?? '')
          if (name === 'sheet' && id === '') id = attributes['r:id'] ?? ''
        },
      }),
    )
  if (relations !== null && id !== '')
    toEnd(
      walked(relations, {
        open: (name, { Id, Target = '' }) => {
          if (name === 'Relationship' && Id === id)
            path = Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`
        },
      }),
    )
  return { path, is_1904 }
}

/** Of each style of the workbook, whether it shows a number as a day. */
function datedStyles(pieces: Iterable<Uint8Array>): boolean[] {
  const formats = new Map<string, string>()
  const dated: boolean[] = []
  let inside = false
  toEnd(
    walked(pieces, {
      open: (name, attributes) => {
        if (name === 'numFmt') formats.set(attributes.numFmtId ?? '', attributes.formatCode ?? '')
        if (name === 'cellXfs') inside = true
        const format = attributes.numFmtId ?? ''
        if (name === 'xf' && inside) dated.push(isDated(format, formats.get(format)))
      },
      close: (name) => {
        if (name === 'cellXfs') inside = false
      },
    }),
  )
  return dated
}

function stringsOf(pieces: Iterable<Uint8Array>): string[] {
  const strings: string[] = []
  const known = new Map<string, string>()
  let [said, chars, is_reading_aid] = ['', 0, false]
  toEnd(
    walked(pieces, {
      open: (name) => {
        if (name === 'si') said = ''
        if (name === 'rPh') is_reading_aid = true
      },
      text: (more) => {
        if (!is_reading_aid && said.length <= CELL_CHARS_MAX)
          said += more.slice(0, CELL_CHARS_MAX + 1)
      },
      close: (name) => {
        if (name === 'rPh') is_reading_aid = false
        if (name !== 'si') return
        const text = said.trim()
        if (!known.has(text)) {
          known.set(text, text)
          chars += text.length + PLACE
        }
        strings.push(known.get(text) ?? text)
        if (strings.length > STRINGS_COUNT_MAX || chars > STRINGS_CHARS_MAX)
          throw new BatchFault('表里的文字太多，请分开算')
      },
    }),
  )
  return strings
}

function* rowsOf(
  pieces: Iterable<Uint8Array>,
  strings: readonly string[],
  days: Days,
): Generator<Row> {
  const rows: Row[] = []
  let cells: string[] = []
  let [at, type, style, said, inside, line] = [0, '', '', '', false, 0]
  const dayOf = (): string | null => (type === '' || type === 'n' ? days.dayOf(said, style) : null)
  const walk = walked(pieces, {
    open: (name, attributes) => {
      if (name === 'row') [cells, line] = [[], Number(attributes.r ?? line + 1)]
      if (name === 'c')
        [at, type, style, said] = [
          columnAt(attributes.r, cells.length),
          attributes.t ?? '',
          attributes.s ?? '',
          '',
        ]
      if (name === 'v' || name === 't') inside = true
    },
    text: (more) => {
      if (inside && said.length <= CELL_CHARS_MAX) said += more.slice(0, CELL_CHARS_MAX + 1)
    },
    close: (name) => {
      if (name === 'v' || name === 't') inside = false
      if (name === 'c' && at < CELLS_MAX) {
        if (said.length > CELL_CHARS_MAX) throw new BatchFault(`第 ${line} 行有一格太长`)
        while (cells.length < at) cells.push('')
        cells[at] =
          type === 's' ? (strings[Number(said)] ?? '') : (dayOf() ?? numberOrText(said, type))
      }
      if (name === 'row' && cells.some((cell) => cell !== '')) rows.push({ line, cells })
    },
  })
  for (const _ of walk) yield* rows.splice(0)
}
/** B7 is the second column. */
function columnAt(place: string | undefined, otherwise: number): number {
  const [letters] = /^[A-Z]{1,3}/.exec(place ?? '') ?? []
  if (letters === undefined) return otherwise
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** What a table program reckoned keeps its tail of digits (289.33000000000004, 1E3); money has two. */
function numberOrText(said: string, type: string): string {
  if (type !== '' && type !== 'n') return said.trim()
  if (/^-?\d+(?:\.\d+)?E[+-]?\d+$/i.test(said)) return cents(Number(said))
  return /^\d+\.\d{3,}$/.test(said) ? cents(Number(said)) : said.trim()
}
/** Fifteen digits are what a table program shows; of those, money has two behind its point. */
const cents = (number: number): string =>
  String(Number(number.toPrecision(15))).replace(/(\.\d{2})\d*$/, '$1')
