import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Sum } from '../look/sum'
import { Article } from '../ui/article'

/** A sum with the lines it is made of, as quotes and cards and the calculator give it. */
type Figure = {
  amount_fen: number
  lines: readonly {
    text: string
    text_en?: string | undefined
    article: string
    amount_fen: number
  }[]
}

/** How a sum came about: every line with its article, and the sum below. */
export const Derivation: FC<{ figure: Figure; caption: string }> = ({ figure, caption }) => {
  const t = useSay()
  return (
    <Sum
      caption={caption}
      of={figure.lines.map(({ text, text_en = text, article, amount_fen }) => ({
        word: t(text, text_en),
        note: <Article of={article} />,
        fen: amount_fen,
      }))}
      total={{ word: t('合计', 'Sum'), fen: figure.amount_fen }}
    />
  )
}
