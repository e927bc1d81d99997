import type { Child, FC } from 'hono/jsx'
import type { listListingsOperation } from '../../listings/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Facts, Tag, When } from '../ui/text'

export type Listing = AnswerFor<typeof listListingsOperation, 'staff' | 'regulator'>['data'][number]
type Pair = readonly [zh: string, en: string]
export const COLOURS: Readonly<Record<Listing['colour'], Pair>> = {
  red: ['红名单', 'red list'],
  black: ['黑名单', 'black list'],
}
export const CLASSES: Readonly<Record<Listing['class'], Pair>> = {
  honour: ['守信', 'kept its word'],
  minor: ['轻微失信', 'minor default'],
  general: ['一般失信', 'default'],
  serious: ['严重失信', 'serious default'],
}
const STATES: Readonly<Record<Listing['state'], Pair>> = {
  noticed: ['已告知，没有公布', 'told, not public'],
  listed: ['公布中', 'public'],
  ended: ['已撤下', 'taken off'],
}

/** One listing with its clocks; `children`: what the reader can do about it. */
export const ListingCard: FC<{ of: Listing; children?: Child }> = ({ of, children }) => {
  const t = useSay()
  const day = (zh: string, en: string, on: string | null) =>
    on === null ? [] : [[t(zh, en), <time>{on}</time>] as const]
  const said = (zh: string, en: string, words: string | null) =>
    words === null ? [] : [[t(zh, en), words] as const]
  return (
    <article class="card">
      <h2>
        {of.merchant_name} · {t(...COLOURS[of.colour])} · {t(...CLASSES[of.class])}{' '}
        <Tag is={of.state === 'listed' ? 'warn' : ''}>{t(...STATES[of.state])}</Tag>
      </h2>
      <p>
        {of.ground}
        {t('：', ': ')}
        {of.words}
      </p>
      <Facts
        of={[
          [t('告知', 'Told'), <When at={of.noticed_at} />],
          ...day('店家陈述到', 'Heard until', of.hear_by),
          ...said('异议', 'Objection', of.objection),
          ...day('受理到', 'To be taken up by', of.take_up_by),
          ...day('答复到', 'To be answered by', of.answer_by),
          ...said('答复', 'Answer', of.answer_note),
          ...day('这天以前不修复', 'Not repaired before', of.min_until),
          ...day('过了这天自动撤下', 'Ends by itself after', of.until_on),
          ...said('申请修复', 'Asks for repair', of.repair),
        ]}
      />
      {children}
    </article>
  )
}
