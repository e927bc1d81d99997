import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'

const column = (index: number) => String.fromCharCode(65 + index)
/** A small workbook as a table program writes one: texts shared, numbers as numbers. */
export function workbook(rows: readonly (readonly string[])[]): Uint8Array<ArrayBuffer> {
  const strings: string[] = []
  const sheet = rows.map((cells, r) => {
    const written = cells.map((cell, i) => {
      const at = `${column(i)}${r + 1}`
      if (cell === '') return ''
      if (/^\d+(\.\d+)?$/.test(cell)) return `<c r="${at}"><v>${cell}</v></c>`
      strings.push(cell)
      return `<c r="${at}" t="s"><v>${strings.length - 1}</v></c>`
    })
    return `<row r="${r + 1}">${written.join('')}</row>`
  })
  const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
  const shared = strings.map((text) => `<si><t>${text}</t></si>`).join('')
  return new Uint8Array(
    zipSync({
      'xl/worksheets/sheet1.xml': strToU8(
        `<worksheet ${main}><sheetData>${sheet.join('')}</sheetData></worksheet>`,
      ),
      'xl/sharedStrings.xml': strToU8(`<sst ${main}>${shared}</sst>`),
    }),
  )
}
export const sheetNamed = (bytes: Uint8Array): string =>
  strFromU8(unzipSync(bytes)['xl/worksheets/sheet1.xml'] ?? new Uint8Array())
