import { listComplaintsOperation } from '../../complaints/desk-routes'
import {
  rateComplaintOperation,
  readComplaintOperation,
  withdrawComplaintOperation,
} from '../../complaints/routes'
import { listMediationProposalsOperation } from '../../mediations/routes'
import { actPage } from '../act-page'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Rows } from '../look/rows'
import { Choice } from '../ui/form'
import { More } from '../ui/table'
import { Empty } from '../ui/text'
import { ClockFacts, Listed, Matter, Proposals, Steps } from './parts'

page('GET', '/c/complaints', 'consumer', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const filed = await ask(listComplaintsOperation, {
    query: { limit: '20', ...(cursor ? { cursor } : {}) },
  })
  return (
    <Frame title={t('我的投诉', 'My complaints')}>
      {filed.data.length === 0 ? (
        <Empty>
          {t(
            '还没有投诉。要投诉，从那张卡里点“投诉”。',
            'None yet. Complain from the card itself.',
          )}
        </Empty>
      ) : (
        <section class="card">
          <Rows>
            {filed.data.map((one) => (
              <Listed of={one} href={`/c/complaints/${one.id}`} />
            ))}
          </Rows>
        </section>
      )}
      <More of={filed} href="/c/complaints" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})

page('GET', '/c/complaints/:id', 'consumer', async ({ params, ask, t }) => {
  const [of, proposals] = await Promise.all([
    ask(readComplaintOperation, { params }),
    ask(listMediationProposalsOperation, { query: { complaint_id: params.id, limit: '20' } }),
  ])
  const here = `/c/complaints/${of.id}`
  const rated = of.stars === null ? null : t(`您给了 ${of.stars} 星。`, `You gave ${of.stars}.`)
  return (
    <Frame title={of.way === 'report' ? t('一件举报', 'A report') : t('一件投诉', 'A complaint')}>
      <ClockFacts of={of} />
      <Proposals of={proposals.data} base="/c/mediations" />
      <Matter of={of} />
      <Steps of={of} />
      {rated === null ? null : <p class="note">{rated}</p>}
      {of.may.includes('rate') ? (
        <form method="post" action={`${here}/rating`} class="card">
          {key()}
          <Choice
            name="stars"
            label={t('办得怎么样', 'How was it handled')}
            of={[5, 4, 3, 2, 1].map((n) => [String(n), t(`${n} 星`, `${n} of 5`)] as const)}
          />
          <button type="submit">{t('评价', 'Rate')}</button>
        </form>
      ) : null}
      {of.may.includes('withdraw') ? (
        <form method="post" action={`${here}/withdrawal`} class="card">
          {key()}
          <p>{t('撤回以后，先不动的钱都放开。', 'Nothing stays still once it is taken back.')}</p>
          <button type="submit" class="plain">
            {t('撤回', 'Take it back')}
          </button>
        </form>
      ) : null}
      <div class="buttons">
        {[of, ...proposals.data].some(({ may }) =>
          may.some((deed) => deed === 'take_claim_pack'),
        ) ? (
          <a class="button main" href={`${here}/claim-pack`}>
            {t('起诉要用的材料', 'Papers for the court')}
          </a>
        ) : null}
        {of.card_id === null ? null : (
          <a class="button plain" href={`/c/cards/${of.card_id}`}>
            {t('看这张卡', 'See the card')}
          </a>
        )}
        <a class="button plain" href="/c/complaints">
          {t('我的投诉', 'My complaints')}
        </a>
      </div>
    </Frame>
  )
})
const toComplaint = ({ id }: { id: string }) => `/c/complaints/${id}`
const shown = { leads: toComplaint, again: '/c/complaints/:id' }
actPage('/c/complaints/:id/withdrawal', 'consumer', {
  act: withdrawComplaintOperation,
  says: ({ params }) => ({ params }),
  ...shown,
})
actPage('/c/complaints/:id/rating', 'consumer', {
  act: rateComplaintOperation,
  says: ({ params, form }) => ({ params, body: { stars: Number(form.get('stars')) } }),
  ...shown,
})
