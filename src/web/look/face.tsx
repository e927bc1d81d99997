import { raw } from 'hono/html'
import type { Child, FC } from 'hono/jsx'
import { Yuan } from '../ui/text'
import { cardArt } from './art'
import { Disc } from './icon'
import { tradeIcon } from './trade'

type Figure = readonly [word: Child, figure: Child]
/**
 * A shop's card as people recognise it: its picture, its name, one money figure and at most one figure beside it.
 * `low` is the strip on the pay page; `gone` is grey, for a shop that has closed. The tag says what is special.
 */
export const Face: FC<{
  shop: { name: string; sector: string; code: string }
  /** What kind of card: 次卡 · 剪发 11 次. */
  note: Child
  /** Where the name leads: the whole card can be tapped. */
  href?: string
  /** Fen, with the word that says what they are. */
  money?: readonly [word: Child, fen: number]
  beside?: Figure
  tag?: Child
  gone?: boolean
  low?: boolean
  /** The level of its heading: `h1` on the card's own page. */
  title?: 'h1' | 'h2'
  children?: Child
}> = ({
  shop,
  note,
  href,
  money,
  beside,
  tag,
  gone = false,
  low = false,
  title: Title = 'h2',
  children,
}) => (
  <article class={['face', gone ? 'gone' : '', low ? 'low' : ''].filter(Boolean).join(' ')}>
    {raw(cardArt(shop.sector, shop.code))}
    <div class="between">
      <div class="with">
        <Disc is={tradeIcon(shop.sector)} />
        <div>
          <Title>{href ? <a href={href}>{shop.name}</a> : shop.name}</Title>
          <p class="small">{note}</p>
        </div>
      </div>
      {tag}
    </div>
    {money ? (
      <dl class="pair">
        <div>
          <dt>{money[0]}</dt>
          <dd class="money">
            <Yuan fen={money[1]} />
          </dd>
        </div>
        {beside ? (
          <div>
            <dt>{beside[0]}</dt>
            <dd>{beside[1]}</dd>
          </div>
        ) : null}
      </dl>
    ) : null}
    {children}
  </article>
)
