import { listCityFactsOperation } from '../../city/routes'
import { fileReportOperation } from '../../complaints/routes'
import { actPage } from '../act-page'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Choice, Words } from '../ui/form'

/** 举报: what a shop does wrong. No money, no party, and the shop never reads it. */
page('GET', '/c/shops/:id/report', 'consumer', async ({ params, ask, t, today }) => {
  const facts = await ask(listCityFactsOperation, {
    query: { table: 'complaint_kind', on: today, limit: '100' },
  })
  const kinds = facts.data.flatMap(({ key: code, value }) =>
    value !== null && value.way === 'report'
      ? [[code, t(String(value.name ?? code), String(value.name_en ?? code))] as const]
      : [],
  )
  return (
    <Frame title={t('举报', 'Report a shop')}>
      <form method="post" action={`/c/shops/${params.id}/report`} class="card">
        {key()}
        <p>
          {t(
            '举报不冻结钱，也不调解；店家看不到，也不知道是谁说的。要退钱请从卡里投诉。',
            'A report freezes and mediates nothing; the shop never sees it. To get money back, complain from your card.',
          )}
        </p>
        <Choice name="kind" label={t('什么事', 'What')} of={kinds} required />
        <Words
          name="words"
          label={t('看到了什么', 'What you saw')}
          required
          minlength={2}
          maxlength={500}
        />
        <button type="submit">{t('提交举报', 'Send')}</button>
      </form>
    </Frame>
  )
})
actPage('/c/shops/:id/report', 'consumer', {
  act: fileReportOperation,
  says: ({ params, form }) => ({
    params,
    body: { kind: form.get('kind') ?? '', words: (form.get('words') ?? '').trim() },
  }),
  leads: (_params, { id }) => `/c/complaints/${id}`,
  again: '/c/shops/:id/report',
})
