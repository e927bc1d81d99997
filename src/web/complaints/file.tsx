import type { FC } from 'hono/jsx'
import { fileComplaintOperation, readComplaintFillingOperation } from '../../complaints/routes'
import { WISHES } from '../../complaints/words'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Check, Choice, Field, Words } from '../ui/form'
import { Money, Notice, When } from '../ui/text'
import { fenIn } from '../ui/yuan'

const wishes = Object.entries(WISHES)

type Filling = AnswerFor<typeof readComplaintFillingOperation, 'consumer'>
/** What may be added, and need not be. */
const More: FC<{ of: Filling }> = ({ of: filling }) => {
  const t = useSay()
  return (
    <details>
      <summary>
        {t('补充：哪几笔、多少钱、您的话（可以不填）', 'More: which uses, how much, your words')}
      </summary>
      {filling.uses
        .filter((use) => !use.is_settled)
        .map((use) => (
          <Check name="use_ids" value={use.id}>
            {use.label} · <Money fen={use.amount_fen} /> · <When at={use.at} />
          </Check>
        ))}
      <Choice
        name="wish"
        label={t('您想要', 'What you want')}
        of={wishes.map(([code, [zh, en]]) => [code, t(zh, en)] as const)}
      />
      <Field
        name="amount"
        label={t('有争议的钱（元）', 'Sum in question (yuan)')}
        hint={t(
          '不填：点了核销的，就是那几笔的合计；没点的，就是卡里没用的',
          'Empty: the uses you ticked, or what is left on the card',
        )}
        inputmode="decimal"
      />
      <Words name="words" label={t('您的话', 'Your words')} maxlength={500} />
    </details>
  )
}

/** From the card in two taps: one to come here, one on what happened. Everything else is filled in, or may be left. */
page('GET', '/c/cards/:id/complaint', 'consumer', async ({ params, ask, t }) => {
  const filling = await ask(readComplaintFillingOperation, { params })
  return (
    <Frame title={t(`投诉${filling.merchant_name}`, `Complain about ${filling.merchant_name}`)}>
      {filling.open_complaint_id === null ? null : (
        <Notice is="warn">
          <a class="inline" href={`/c/complaints/${filling.open_complaint_id}`}>
            {t(
              '这张卡已有一件没办完的投诉，点这里看进度',
              'One is open already: see how far it is',
            )}
          </a>
        </Notice>
      )}
      <form method="post" action={`/c/cards/${filling.card_id}/complaint`} class="card">
        {key()}
        <p>
          {t(
            '主管部门七个工作日内决定受理。卡里没用的 ',
            'The authority decides within seven working days. ',
          )}
          <Money fen={filling.on_card_fen} />
          {t('，没有点到的核销都不受影响。', ' are left on the card.')}
        </p>
        <h2>{t('发生了什么？点一下就提交', 'What happened? One tap sends it')}</h2>
        <div class="buttons">
          {filling.kinds.map((kind) => (
            <button type="submit" class="plain" name="kind" value={kind.kind}>
              {t(kind.name, kind.name_en)}
            </button>
          ))}
        </div>
        <More of={filling} />
      </form>
      <p class="note">
        {t(
          '只有有争议的钱先不动：店家由那几笔挣的先不出款，卡里的店家不能自己扣。您自己照常可以用。',
          'Only the sum in question stays still. You can go on using the card.',
        )}
      </p>
      <p>
        <a class="inline" href={`/c/shops/${filling.merchant_id}/report`}>
          {t('店家做了违法的事，我要举报', 'The shop breaks the law: report it')}
        </a>
        {' · '}
        <a class="inline" href="/c/complaints">
          {t('我的投诉', 'My complaints')}
        </a>
      </p>
    </Frame>
  )
})
actPage('/c/cards/:id/complaint', 'consumer', {
  act: fileComplaintOperation,
  says: ({ params, form }) => {
    const words = (form.get('words') ?? '').trim()
    const amount = fenIn((form.get('amount') ?? '').trim())
    return {
      params,
      body: {
        kind: form.get('kind') ?? '',
        wish: (form.get('wish') ?? 'refund') as keyof typeof WISHES,
        use_ids: form.getAll('use_ids'),
        ...(amount === null ? {} : { amount_fen: amount }),
        ...(words === '' ? {} : { words }),
      },
    }
  },
  leads: (_params, { id }) => `/c/complaints/${id}`,
  again: '/c/cards/:id/complaint',
})
