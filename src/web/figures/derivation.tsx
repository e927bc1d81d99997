import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Grid } from '../ui/table'
import { Money } from '../ui/text'

/** A sum with the lines it is made of, as quotes and cards and the calculator give it. */
type Figure = {
  amount_fen: number
  lines: readonly { text: string; article: string; amount_fen: number }[]
}

/** How a sum came about: every line with its article, and the sum below. */
export const Derivation: FC<{ figure: Figure; caption: string }> = ({ figure, caption }) => {
  const t = useSay()
  return (
    <Grid
      caption={caption}
      show_caption
      head={[t('怎么算', 'How'), t('金额', 'Amount')]}
      rows={figure.lines.map((line) => [
        <>
          {line.text}
          <span class="hint">{line.article}</span>
        </>,
        <Money fen={line.amount_fen} />,
      ])}
      sum={[t('合计', 'Sum'), <Money fen={figure.amount_fen} />]}
    />
  )
}
