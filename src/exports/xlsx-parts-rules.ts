import type { Cell } from './table'
import { signedYuan } from './text-rules'

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\uFFFE\uFFFF]/gu, ' ')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')

/** A, B, … of a column; no sheet of ours has more than twenty-six. */
const column = (index: number): string => String.fromCharCode(65 + index)
const text = (at: string, value: string, style = 0): string =>
  `<c r="${at}" t="inlineStr"${style ? ` s="${style}"` : ''}><is><t xml:space="preserve">${escaped(value)}</t></is></c>`

/** A row of a sheet: texts as texts, whatever they look like; amounts as numbers with two decimals, counts as whole ones. */
export function sheetRow(cells: readonly Cell[], row: number): string {
  const written = cells.map((cell, index) => {
    const at = column(index) + row
    if (typeof cell !== 'string' && 'count' in cell) return `<c r="${at}"><v>${cell.count}</v></c>`
    if (typeof cell !== 'string')
      return `<c r="${at}" s="1"><v>${signedYuan(cell.amount_fen)}</v></c>`
    return cell === '' ? '' : text(at, cell)
  })
  return `<row r="${row}">${written.join('')}</row>`
}

/** The beginning of a sheet, with its header frozen. */
export function sheetBegins(columns: readonly string[]): string {
  const frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
  const header = columns.map((name, index) => text(`${column(index)}1`, name, 2)).join('')
  return (
    `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen}</sheetView></sheetViews>` +
    `<cols><col min="1" max="${columns.length}" width="24" customWidth="1"/></cols>` +
    `<sheetData><row r="1">${header}</row>`
  )
}
export const SHEET_ENDS = '</sheetData></worksheet>'

/** Plain, an amount (`#,##0.00`), a header in bold. */
const STYLES =
  `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>` +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
  '<cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>' +
  '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>' +
  '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'

/** What a workbook says about its sheets, in the order of their numbers (ECMA-376 part 1 §12.3, part 2 §9). */
export function workbookParts(names: readonly string[]): [path: string, content: string][] {
  const each = (write: (no: number, name: string) => string): string =>
    names.map((name, index) => write(index + 1, name)).join('')
  const styles_id = `rId${names.length + 1}`
  return [
    [
      'xl/workbook.xml',
      `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${each(
        (no, name) => `<sheet name="${escaped(name)}" sheetId="${no}" r:id="rId${no}"/>`,
      )}</sheets></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each(
        (no) =>
          `<Relationship Id="rId${no}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${no}.xml"/>`,
      )}<Relationship Id="${styles_id}" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
    ],
    ['xl/styles.xml', STYLES],
    [
      '_rels/.rels',
      `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">` +
        `<Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    ],
    [
      '[Content_Types].xml',
      `${HEAD}<Types xmlns="${PACKAGE}/content-types">` +
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
        '<Default Extension="xml" ContentType="application/xml"/>' +
        `<Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
        `<Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/>${each(
          (no) =>
            `<Override PartName="/xl/worksheets/sheet${no}.xml" ContentType="${TYPE}.worksheet+xml"/>`,
        )}</Types>`,
    ],
  ]
}
