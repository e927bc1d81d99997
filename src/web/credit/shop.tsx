import {
  listCreditObjectionsOperation,
  objectToMarkOperation,
  readMerchantCreditOperation,
} from '../../credit/routes'
import { readMeOperation } from '../../identity/routes'
import { actPage } from '../act-page'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Words } from '../ui/form'
import { Objections } from './objections'
import { Lines, Marks, Meaning } from './parts'

/** The shop’s score, line by line, and what it objects to. */
page('GET', '/m/credit', 'staff', async ({ ask, t }) => {
  const me = await ask(readMeOperation)
  const [credit, objections] = await Promise.all([
    ask(readMerchantCreditOperation, { params: { id: me.merchant_id ?? '' } }),
    me.role === 'owner' ? ask(listCreditObjectionsOperation, { query: { limit: '20' } }) : null,
  ])
  return (
    <Frame
      title={t('信用', 'Credit')}
      lead={t(
        '等级决定能预支多少、最多能欠顾客多少、多久巡查一次；已经给的不会因为降级收回。',
        'The level sets advances, the sum that may be owed, and patrols; what was granted is never taken back.',
      )}
    >
      <Meaning of={credit} />
      <Lines
        of={credit}
        beside={(mark, points) =>
          points < 0 && objections !== null ? (
            <a class="inline" href={`/m/credit/${mark}`}>
              {t('不对？', 'Wrong?')}
            </a>
          ) : (
            ''
          )
        }
      />
      {objections === null ? null : <Objections of={objections.data} />}
    </Frame>
  )
})

page('GET', '/m/credit/:mark', 'staff', async ({ ask, params, t }) => {
  const me = await ask(readMeOperation)
  const { lines } = await ask(readMerchantCreditOperation, {
    params: { id: me.merchant_id ?? '' },
  })
  return (
    <Frame
      title={t('对一条记录提异议', 'Object to a mark')}
      lead={t(
        '监管七个工作日内答复；过期没有答复，这一条先不算，到有答复为止。',
        'The authority answers within seven working days; after that the mark rests until it does.',
      )}
    >
      <form method="post" action={`/m/credit/${params.mark}`} class="card">
        {key()}
        <Words name="words" label={t('哪里不对', 'What is wrong')} minlength={4} maxlength={500} />
        <button type="submit">{t('提异议', 'Object')}</button>
      </form>
      <Marks of={lines} only={params.mark} />
    </Frame>
  )
})
actPage('/m/credit/:mark', 'staff', {
  act: objectToMarkOperation,
  says: ({ params, form }) => ({
    params: { id: params.mark },
    body: { words: form.get('words')?.trim() ?? '' },
  }),
  leads: '/m/credit',
  again: '/m/credit/:mark',
})
