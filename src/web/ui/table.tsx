import type { Child, FC } from 'hono/jsx'

type Row = readonly Child[]
/** A table for money: first column left, the others right unless named in `words`; it scrolls by itself on a phone. */
export const Grid: FC<{
  caption: string
  head: readonly string[]
  rows: readonly Row[]
  /** Columns (from 0) that hold words and not figures. */
  words?: readonly number[]
  sum?: Row
  show_caption?: boolean
}> = ({ caption, head, rows, words = [], sum, show_caption }) => {
  const side = (i: number) => (i === 0 || words.includes(i) ? '' : 'number')
  const cells = (row: Row) => row.map((cell, i) => <td class={side(i)}>{cell}</td>)
  return (
    <section class="wrap" tabindex={0} aria-label={caption}>
      <table class="t">
        {show_caption ? <caption>{caption}</caption> : null}
        <thead>
          <tr>
            {head.map((name, i) => (
              <th scope="col" class={side(i)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr>{cells(row)}</tr>
          ))}
          {sum ? <tr class="total">{cells(sum)}</tr> : null}
        </tbody>
      </table>
    </section>
  )
}

type Turned = { has_more: boolean; next_cursor: string | null }
/** The way to the next page of a list: a link with the cursor, never a page number. */
export const More: FC<{
  of: Turned
  href: string
  word: string
  /** Where two lists of a page each have a cursor. */
  name?: string
}> = ({ of, href, word, name = 'cursor' }) =>
  of.has_more && of.next_cursor !== null ? (
    <p>
      <a
        class="button plain"
        href={`${href}${href.includes('?') ? '&' : '?'}${name}=${encodeURIComponent(of.next_cursor)}`}
      >
        {word}
      </a>
    </p>
  ) : null
