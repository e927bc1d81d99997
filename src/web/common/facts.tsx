import type { FC } from 'hono/jsx'
import {
  approveParkedFactEndOperation,
  listParkedFactsOperation,
  listProviderReadingsOperation,
  proposeParkedFactEndOperation,
  rejectParkedFactEndOperation,
} from '../../facts/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { type AnswerFor, key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Field, Words } from '../ui/form'
import { More } from '../ui/table'
import { Facts, Money, Notice, Tag, When } from '../ui/text'
import { differenceTone } from '../ui/tones'

type ParkedFactAnswer = AnswerFor<typeof listParkedFactsOperation>['data'][number]

/** How a fact may end, and what pressing the button does, said before it is pressed. */
const ENDS: Record<string, readonly [string, string]> = {
  matched: ['认给一张订单：复核后入账', 'Match it to an order: credited once checked'],
  returned: ['原路退给付款人', 'Give it back to the payer'],
  suspense: ['记入待查：我们的账与支付机构一致', 'Book it to suspense: the books agree'],
  explained: ['说明原因，不动钱', 'Explain it: nothing moves'],
}

const Fact: FC<{ of: ParkedFactAnswer; role: 'o' | 'b' }> = ({ of, role }) => {
  const t = useSay()
  const id = of.id
  const action = (what: string) => `/${role}/facts/${id}/${what}`
  const end = of.proposal ?? ''
  const [zh, en] = ENDS[end] ?? ['', '']
  return (
    <article class="card">
      <h2>
        {of.reason_text} <Money fen={of.amount_fen} />{' '}
        {of.overdue === true ? <Tag is="bad">{t('超期', 'overdue')}</Tag> : null}
      </h2>
      <Facts
        of={[
          [t('从什么时候', 'Since'), <When at={of.opened_at} />],
          [t('支付机构的编号', 'Reference'), <code>{of.ref}</code>],
          [t('订单', 'Order'), of.purchase_id || of.our_no || '—'],
          ...(of.note ? [[t('说明', 'Note'), of.note] as const] : []),
        ]}
      />
      {of.state === 'proposed' ? (
        <>
          <form method="post" action={action('approval')}>
            {key()}
            <input type="hidden" name="end" value={end} />
            <p>{t(`提议：${zh}。`, `Proposed: ${en}.`)}</p>
            <button type="submit">{t('我查过了，照办', 'Checked: do it')}</button>
          </form>
          <form method="post" action={action('rejection')}>
            {key()}
            <Words
              name="note"
              id={`back-${id}`}
              label={t('退回的理由', 'Why not')}
              required
              minlength={2}
              maxlength={300}
            />
            <button type="submit" class="plain">
              {t('退回提议', 'Send back')}
            </button>
          </form>
        </>
      ) : (
        <Propose of={of} action={action('proposal')} />
      )}
    </article>
  )
}

const Propose: FC<{ of: ParkedFactAnswer; action: string }> = ({ of, action }) => {
  const t = useSay()
  const { ends } = of
  return (
    <form method="post" action={action}>
      {key()}
      <Choice
        name="end"
        id={`end-${of.id}`}
        label={t('怎样了结', 'How it ends')}
        of={ends.map((one) => [one, t(...(ENDS[one] ?? [one, one]))])}
      />
      {ends.includes('matched') ? (
        <Field
          name="purchase_id"
          id={`order-${of.id}`}
          label={t('认给哪张订单（只在认单时填）', 'Which order (only to match)')}
          pattern="pur_[0-9A-Z]{26}"
        />
      ) : null}
      <Words
        name="note"
        id={`note-${of.id}`}
        label={t('查到了什么', 'What you found')}
        required
        minlength={2}
        maxlength={300}
      />
      <button type="submit">{t('提议，等同事复核', 'Propose')}</button>
    </form>
  )
}

/** The third book and whatever fits neither: the operator's and the bank's page are the same one. */
function mount(role: 'o' | 'b', who: 'operator' | 'bank') {
  const here = `/${role}/facts`
  page('GET', here, who, async ({ ask, c, t }) => {
    const cursor = c.req.query('cursor')
    const [facts, readings] = await Promise.all([
      ask(listParkedFactsOperation, { query: cursor ? { cursor } : {} }),
      ask(listProviderReadingsOperation, { query: { limit: '1' } }),
    ])
    const [reading] = readings.data
    const rows = facts.data
    return (
      <Frame title={t('支付机构的账', 'The provider’s book')}>
        {reading === undefined ? (
          <Notice is="warn">{t('还没有核对过。', 'Not compared yet.')}</Notice>
        ) : (
          <>
            <Notice is={differenceTone(reading.difference_fen)}>
              {reading.difference_fen === 0 ? (
                t(
                  '支付机构的余额与我们的账一致。',
                  'Its balance is what our books say it should be.',
                )
              ) : (
                <>
                  {t('支付机构的余额减去应有的：', 'Its balance less what it should be: ')}
                  <Money fen={reading.difference_fen} />
                </>
              )}
            </Notice>
            <Facts
              of={[
                [t('支付机构自己的余额', 'Its own balance'), <Money fen={reading.balance_fen} />],
                [t('按我们的账应有', 'By our books'), <Money fen={reading.expected_fen} />],
                [t('核对时间', 'Compared'), <When at={reading.read_at} />],
              ]}
            />
          </>
        )}
        <h2>{t('对不上的事', 'What fits neither')}</h2>
        {rows.length === 0 ? (
          <Notice is="safe">{t('没有对不上的事。', 'None.')}</Notice>
        ) : (
          rows.map((fact) => <Fact of={fact} role={role} />)
        )}
        <More of={facts} href={here} word={t('后面的', 'More')} />
      </Frame>
    )
  })
  const on = { leads: here, again: here }
  actPage(`/${role}/facts/:id/proposal`, who, {
    act: proposeParkedFactEndOperation,
    says: ({ params, form }) => {
      const purchase_id = form.get('purchase_id')
      const body = { end: form.get('end'), note: form.get('note') }
      return { params, body: { ...body, ...(purchase_id ? { purchase_id } : {}) } }
    },
    ...on,
  })
  actPage(`/${role}/facts/:id/rejection`, who, {
    act: rejectParkedFactEndOperation,
    says: ({ params, form }) => ({ params, body: { note: form.get('note') } }),
    ...on,
  })
  actPage(`/${role}/facts/:id/approval`, who, {
    act: approveParkedFactEndOperation,
    says: ({ params, form }) => ({ params, body: { end: form.get('end') } }),
    ...on,
  })
}
mount('o', 'operator')
mount('b', 'bank')
