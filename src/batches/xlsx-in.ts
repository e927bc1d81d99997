import { unzipSync } from 'fflate'
import { SaxesParser } from 'saxes'
import { BatchFault } from './batch'

/** What a workbook may come to when it is opened: a small file can hold a very large one. */
const OPENED_MAX = 24 * 1024 * 1024
const CELLS_MAX = 64
const SHEET = 'xl/worksheets/sheet1.xml'
const STRINGS = 'xl/sharedStrings.xml'

/** The rows of a workbook's first sheet, as texts; days by their number become days. Throws `BatchFault`. */
export function xlsxRecords(bytes: Uint8Array): { line: number; cells: string[] }[] {
  const files = opened(bytes)
  const sheet = files[SHEET]
  if (sheet === undefined) throw new BatchFault('这个 Excel 文件里没有第一张表')
  const strings = files[STRINGS] ? stringsOf(text(files[STRINGS])) : []
  return rowsOf(text(sheet), strings)
}

function opened(bytes: Uint8Array): Record<string, Uint8Array> {
  let size = 0
  try {
    return unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        if (name !== SHEET && name !== STRINGS) return false
        size += originalSize
        if (size > OPENED_MAX) throw new BatchFault('文件展开以后太大，请分开算')
        return true
      },
    })
  } catch (error) {
    if (error instanceof BatchFault) throw error
    throw new BatchFault('不是完整的 Excel 文件（.xlsx）')
  }
}
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

type Walk = {
  open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  close?: (name: string) => void
  text: (text: string) => void
}
function walk(xml: string, { open, close, text: said }: Walk): void {
  const parser = new SaxesParser()
  parser.on('doctype', () => {
    throw new BatchFault('文件里有 DOCTYPE，出于安全不接收')
  })
  parser.on('error', () => {
    throw new BatchFault('Excel 文件的内容写坏了')
  })
  parser.on('opentag', ({ name, attributes }) => open?.(local(name), attributes))
  parser.on('closetag', ({ name }) => close?.(local(name)))
  parser.on('text', said)
  parser.write(xml).close()
}
const local = (name: string): string => name.replace(/^.*:/, '')

function stringsOf(xml: string): string[] {
  const strings: string[] = []
  let said = ''
  walk(xml, {
    open: (name) => {
      if (name === 'si') said = ''
    },
    text: (more) => {
      said += more
    },
    close: (name) => {
      if (name === 'si') strings.push(said.trim())
    },
  })
  return strings
}

function rowsOf(xml: string, strings: readonly string[]) {
  const rows: { line: number; cells: string[] }[] = []
  let cells: string[] = []
  let [at, type, said, inside, line] = [0, '', '', false, 0]
  walk(xml, {
    open: (name, attributes) => {
      if (name === 'row') [cells, line] = [[], Number(attributes.r ?? line + 1)]
      if (name === 'c')
        [at, type, said] = [columnAt(attributes.r, cells.length), attributes.t ?? '', '']
      if (name === 'v' || name === 't') inside = true
    },
    text: (more) => {
      if (inside) said += more
    },
    close: (name) => {
      if (name === 'v' || name === 't') inside = false
      if (name === 'c' && at < CELLS_MAX) {
        while (cells.length < at) cells.push('')
        cells[at] = type === 's' ? (strings[Number(said)] ?? '') : numberOrText(said, type)
      }
      if (name === 'row' && cells.some((cell) => cell !== '')) rows.push({ line, cells })
    },
  })
  return rows
}
/** B7 is the second column. */
function columnAt(place: string | undefined, otherwise: number): number {
  const [letters] = /^[A-Z]+/.exec(place ?? '') ?? []
  if (letters === undefined) return otherwise
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1
}

/** What a table program reckoned keeps its tail of digits; money has two. */
const numberOrText = (said: string, type: string): string =>
  type === '' && /^\d+\.\d{3,}$/.test(said) ? said.replace(/(\.\d{2})\d*$/, '$1') : said
