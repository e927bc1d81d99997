import {
  answerCreditObjectionOperation,
  listCreditObjectionsOperation,
  readMerchantCreditOperation,
} from '../../credit/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty } from '../ui/text'
import { type Objection, Objections } from './objections'
import { Lines, Meaning } from './parts'

page('GET', '/r/shops/:id/credit', 'regulator', async ({ params, ask, t }) => {
  const credit = await ask(readMerchantCreditOperation, { params })
  return (
    <Frame title={t(`${credit.merchant_name}的信用`, `Credit of ${credit.merchant_name}`)}>
      <Meaning of={credit} />
      <p>
        <a class="inline" href={`/r/shops/${credit.merchant_id}/listing`}>
          {t('告知拟列入红黑名单', 'Tell it that it may be listed')}
        </a>
      </p>
      <Lines of={credit} />
    </Frame>
  )
})

const GROUNDS = [
  ['unfounded', '不成立，照旧', 'not upheld: it stands'],
  ['error', '记错了', 'it is an error'],
  ['appeal', '复议撤销', 'set aside on appeal'],
  ['court', '法院判决', 'by a judgment'],
] as const
const Answer = ({ of }: { of: Objection }) => {
  const t = useSay()
  if (of.decided_at !== null) return null
  return (
    <form method="post" action={`/r/credit-objections/${of.id}`}>
      {key()}
      <p class="note">
        {t(
          '成立的，今晚起不再算，分往后重算；以前的等级和钱都不动。',
          'Upheld, it counts no more from tonight on; levels and money of before stay.',
        )}
      </p>
      <Choice
        name="ground"
        id={`ground-${of.id}`}
        label={t('结果', 'Outcome')}
        of={GROUNDS.map(([value, zh, en]) => [value, t(zh, en)] as const)}
      />
      <Field
        name="note"
        id={`note-${of.id}`}
        label={t('理由', 'Reason')}
        required
        minlength={4}
        maxlength={200}
      />
      <button type="submit">
        {t('答复', 'Answer')}
        <span class="skip">{of.merchant_name}</span>
      </button>
    </form>
  )
}
page('GET', '/r/credit-objections', 'regulator', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const found = await ask(listCreditObjectionsOperation, {
    query: { limit: '50', ...(cursor ? { cursor } : {}) },
  })
  return (
    <Frame title={t('信用异议', 'Objections to marks')}>
      {found.data.length === 0 ? <Empty>{t('没有异议。', 'There is none.')}</Empty> : null}
      <Objections of={found.data} beside={(one) => <Answer of={one} />} />
      <More of={found} href="/r/credit-objections" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
actPage('/r/credit-objections/:id', 'regulator', {
  act: answerCreditObjectionOperation,
  says: ({ params, form }) => ({
    params,
    body: {
      ground: GROUNDS.find(([value]) => value === form.get('ground'))?.[0] ?? 'unfounded',
      note: form.get('note')?.trim() ?? '',
    },
  }),
  leads: '/r/credit-objections',
  again: '/r/credit-objections',
})
