import type { FC } from 'hono/jsx'
import { Refusal } from '../../kernel/refusals'
import { listResolutionCardsOperation, readResolutionPackOperation } from '../../packs/routes'
import { useSay } from '../around'
import { askedIn, hrefWith } from '../bank/words'
import { type AnswerFor, page, type Visit } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { More } from '../ui/table'
import { Notice } from '../ui/text'
import { Cards, Closes, Contracts, MoneyFacts, Seal, Sums, TiesOut, WhoFacts } from './parts'

/** What a shop owes to whom on a day, sealed at night: what a resolution needs when the shop is gone. */
page('GET', '/b/packs/:merchant_id', 'bank', async (visit) => {
  const { ask, c, params, t } = visit
  const { cursor, ...days } = askedIn(c.req.url, ['day', 'cursor'])
  const pack = await packOf(visit, days)
  const here = `/b/packs/${params.merchant_id}`
  if (pack === null) return <NoPack here={here} />
  const of_day = { day: pack.day }
  const query = { ...of_day, limit: '50', ...(cursor ? { cursor } : {}) }
  const cards = await ask(listResolutionCardsOperation, { params, query })
  const merchant = pack.merchant
  return (
    <Frame title={`${merchant.name} · ${t('处置包', 'resolution pack')}`}>
      <OtherDay here={here} day={pack.day} />
      <TiesOut pack={pack} />
      <Sums pack={pack} />
      <div class="halves">
        <section class="card" aria-label={t('找谁', 'Whom to find')}>
          <h2>{t('找谁', 'Whom to find')}</h2>
          <WhoFacts of={merchant} />
        </section>
        <section class="card" aria-label={t('钱', 'Money')}>
          <h2>{t('钱', 'Money')}</h2>
          <MoneyFacts pack={pack} />
        </section>
      </div>
      <h2>{t('合同', 'Contracts')}</h2>
      <Contracts of={pack.contracts} />
      <h2>{t('最近的封账', 'Recent day closes')}</h2>
      <Closes of={pack.bank_days} merchant_id={pack.merchant_id} />
      <h2>{t('每张卡', 'Every card')}</h2>
      <Cards rows={cards.data} />
      <More of={cards} href={hrefWith(here, of_day)} word={t('下一页卡', 'More cards')} />
      <div class="buttons">
        <a class="button" href={`${here}/file?day=${pack.day}`}>
          {t('下载全部卡（CSV）', 'All cards (CSV)')}
        </a>
      </div>
      <Seal pack={pack} />
    </Frame>
  )
})

type ResolutionPackAnswer = AnswerFor<typeof readResolutionPackOperation, 'bank'>
type OfShop = Visit<'bank', '/b/packs/:merchant_id'>
async function packOf(
  { ask, params }: OfShop,
  query: Record<string, string>,
): Promise<ResolutionPackAnswer | null> {
  try {
    return await ask(readResolutionPackOperation, { params, query })
  } catch (error) {
    if (error instanceof Refusal && error.code === 'resolution_pack_not_found') return null
    throw error
  }
}

const NoPack: FC<{ here: string }> = ({ here }) => {
  const t = useSay()
  return (
    <Frame title={t('没有处置包', 'No resolution pack')}>
      <Notice is="warn">
        {t(
          '这家店这一天没有处置包。封账以后当晚自动生成；没有封账的日子没有。',
          'There is no pack of that day. It is made after the day is closed.',
        )}
      </Notice>
      <div class="buttons">
        <a class="button" href={here}>
          {t('看最近的一份', 'The newest one')}
        </a>
        <a class="button plain" href="/b/merchants">
          {t('看店家', 'Shops')}
        </a>
      </div>
    </Frame>
  )
}
const OtherDay: FC<{ here: string; day: string }> = ({ here, day }) => {
  const t = useSay()
  return (
    <form method="get" action={here} class="filters noprint">
      <Field name="day" label={t('哪一天的', 'Of the day')} type="date" value={day} required />
      <div class="field">
        <button type="submit">{t('看这天', 'Show')}</button>
      </div>
    </form>
  )
}
