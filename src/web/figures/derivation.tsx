import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { type Body, list, number, text } from '../door'
import { Grid } from '../ui/table'
import { Money } from '../ui/text'

/** How a sum came about: every line with its article, and the sum below. */
export const Derivation: FC<{ figure: Body; caption: string }> = ({ figure, caption }) => {
  const t = useSay()
  return (
    <Grid
      caption={caption}
      show_caption
      head={[t('怎么算', 'How'), t('金额', 'Amount')]}
      rows={list(figure.lines).map((line) => [
        <>
          {text(line, 'text')}
          <span class="hint">{text(line, 'article')}</span>
        </>,
        <Money fen={number(line, 'amount_fen')} />,
      ])}
      sum={[t('合计', 'Sum'), <Money fen={number(figure, 'amount_fen')} />]}
    />
  )
}
