import type { FC } from 'hono/jsx'
import type * as z from 'zod'
import type { CardStanding, ShopStanding } from '../../standing/views'
import { leadWord } from '../../standing/words'
import { type Say, useSay } from '../around'
import { Notice } from '../ui/text'

type Standing = z.output<typeof CardStanding> | z.output<typeof ShopStanding>

/** The sentence about safety that the API gave, in its tone: the only one a page may show. */
export const Standing: FC<{ of: Standing; live?: boolean }> = ({ of, live = false }) => {
  const sentence = useSay()(of.sentence, of.sentence_en)
  const tone = of.tone
  if (tone !== 'plain')
    return (
      <Notice is={tone} live={live}>
        {sentence}
      </Notice>
    )
  return (
    <p class="note" role={live ? 'status' : undefined}>
      {sentence}
    </p>
  )
}

/** The one figure that a card leads with, in list and card alike: what the card is owed, under the room's own word. */
export function cardLead(
  card: { standing: z.output<typeof CardStanding> },
  t: Say,
): { word: string; fen: number } {
  const standing = card.standing
  const { zh, en } = leadWord(standing)
  return { word: t(zh, en), fen: standing.owed_fen }
}
