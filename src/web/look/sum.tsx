import type { Child, FC } from 'hono/jsx'
import { Money } from '../ui/text'

/** One line of a sum: what it is, why, and how much. `struck` is shown and does not count. */
type SumLine = { word: Child; note?: Child; fen: number; struck?: boolean }
/** A sum as a ledger writes it: its lines, and below a double rule what they come to. Nothing is added up here. */
export const Sum: FC<{ caption: Child; of: readonly SumLine[]; total: SumLine }> = ({
  caption,
  of,
  total,
}) => (
  <table class="sum">
    <caption>{caption}</caption>
    <tbody>
      {[...of, total].map(({ word, note, fen, struck }) => (
        <tr>
          <th scope="row">
            {struck ? <s>{word}</s> : word}
            {note ? <small>{note}</small> : null}
          </th>
          <td>
            {struck ? (
              <s>
                <Money fen={fen} />
              </s>
            ) : (
              <Money fen={fen} />
            )}
          </td>
        </tr>
      ))}
    </tbody>
  </table>
)
