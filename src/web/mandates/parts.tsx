import type { FC } from 'hono/jsx'
import type { readEstateOperation } from '../../estates/routes'
import { useSay } from '../around'
import type { AnswerFor } from '../door'
import { Grid } from '../ui/table'
import { Facts, Money, percent, Tag, When } from '../ui/text'
import { stateTone } from '../ui/tones'
import { type MandateAnswer, paperName, relationName, stateName } from './words'

/** Who asks, about whom, why, and how long there is to object. */
export const About: FC<{ one: MandateAnswer }> = ({ one }) => {
  const t = useSay()
  const line = (zh: string, en: string, of: string | null) =>
    of === null ? [] : [[t(zh, en), of] as const]
  return (
    <section class="card">
      <p>
        <Tag is={stateTone('mandate', one.state)}>{stateName(one.state, t)}</Tag>
      </p>
      <Facts
        of={[
          [t('账户', 'Account'), one.account_phone_mask],
          [t('申请人', 'Asked by'), `${one.filer_phone_mask} · ${relationName(one.relation, t)}`],
          ...line('本人姓名', 'Name', one.name),
          ...line('去世日期', 'Died on', one.died_on),
          ...line('生日', 'Born on', one.born_on),
          ...(one.ripe_at === null
            ? []
            : [[t('可以异议到', 'Objections until'), <When at={one.ripe_at} />] as const]),
          ...line('监护到', 'Guardian until', one.until_on),
          ...line('理由', 'Reason', one.reason),
        ]}
      />
      {one.heirs.length === 0 ? null : (
        <Grid
          caption={t('继承人', 'Heirs')}
          show_caption
          head={[
            t('号码', 'Phone'),
            t('关系', 'Relation'),
            t('份额', 'Share'),
            t('确认', 'Confirmed'),
          ]}
          words={[1, 3]}
          rows={one.heirs.map((heir) => [
            heir.phone_mask,
            relationName(heir.relation, t),
            percent(heir.share_bp),
            heir.has_accepted ? t('已确认', 'yes') : t('还没有', 'not yet'),
          ])}
        />
      )}
    </section>
  )
}

export const Papers: FC<{ one: MandateAnswer; at: string }> = ({ one, at }) => {
  const t = useSay()
  return one.papers.length === 0 ? null : (
    <section class="card">
      <h2>{t('材料', 'Papers')}</h2>
      <ul class="list">
        {one.papers.map((paper) => (
          <li>
            <a href={`${at}/papers/${paper.id}`} download>
              {paperName(paper.kind, t)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What there is, who is to have what, and what each share comes to. */
export const Division: FC<{
  one: MandateAnswer
  estate: AnswerFor<typeof readEstateOperation>
}> = ({ one, estate }) => {
  const t = useSay()
  const heir = (n: number | null): string =>
    one.heirs.find((of) => of.n === n)?.phone_mask ?? t('还没分', 'not divided')
  return (
    <section class="card">
      <h2>{t('要继承的卡', 'The cards')}</h2>
      <Grid
        caption={t('卡', 'Cards')}
        head={[t('卡', 'Card'), t('归', 'Goes to'), t('里面有', 'On it')]}
        words={[1]}
        rows={estate.cards.map((card) => [
          `${card.shop_name} · ${card.service}`,
          heir(card.n),
          <Money fen={card.owed_fen} />,
        ])}
        sum={[t('合计', 'Total'), '', <Money fen={estate.owed_fen} />]}
      />
      <Grid
        caption={t('各人', 'Each heir')}
        head={[t('继承人', 'Heir'), t('按份额应得', 'By share'), t('分到', 'Given')]}
        rows={estate.heirs.map((of) => [
          heir(of.n),
          <Money fen={of.share_fen} />,
          <Money fen={of.allotted_fen} />,
        ])}
      />
    </section>
  )
}
