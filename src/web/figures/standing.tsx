import type { FC } from 'hono/jsx'
import { leadWord } from '../../standing/words'
import { type Say, useSay } from '../around'
import { type Body, number, part, text } from '../door'
import { Notice } from '../ui/text'

/** The sentence about safety that the API gave, in its tone: the only one a page may show. */
export const Standing: FC<{ of: Body; live?: boolean }> = ({ of, live = false }) => {
  const sentence = useSay()(text(of, 'sentence'), text(of, 'sentence_en'))
  const tone = text(of, 'tone')
  if (tone === 'safe' || tone === 'warn' || tone === 'bad')
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
export function leadOf(card: Body, t: Say): { word: string; fen: number } {
  const standing = part(card, 'standing')
  const { zh, en } = leadWord(text(standing, 'tone') === 'safe')
  return { word: t(zh, en), fen: number(standing, 'owed_fen') }
}
