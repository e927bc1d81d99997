import {
  askListingRepairOperation,
  listListingsOperation,
  objectToListingOperation,
} from '../../listings/routes'
import { actPage } from '../act-page'
import { useSay } from '../around'
import { key, page } from '../door'
import { Frame } from '../frame'
import { Field } from '../ui/form'
import { More } from '../ui/table'
import { Empty } from '../ui/text'
import { type Listing, ListingCard } from './parts'

const Say = ({ of, what }: { of: Listing; what: 'objection' | 'repair' }) => {
  const t = useSay()
  const word = what === 'objection' ? t('提异议', 'Object') : t('申请修复', 'Ask for repair')
  return (
    <form method="post" action={`/m/listings/${of.id}/${what}`}>
      {key()}
      <Field
        name="words"
        id={`${what}-${of.id}`}
        label={
          what === 'objection'
            ? t('哪里不对', 'What is wrong')
            : t('改正了什么', 'What was put right')
        }
        required
        minlength={4}
        maxlength={500}
      />
      <button type="submit" class="plain">
        {word}
      </button>
    </form>
  )
}

page('GET', '/m/listings', 'staff', async ({ c, ask, t }) => {
  const cursor = c.req.query('cursor')
  const found = await ask(listListingsOperation, {
    query: { limit: '20', ...(cursor ? { cursor } : {}) },
  })
  return (
    <Frame
      title={t('红黑名单', 'Red and black list')}
      lead={t(
        '公布以前先告知您；异议三个工作日受理，七个工作日答复；改正了可以申请修复，到期自动撤下。',
        'You are told before anything is public; an objection is answered within seven working days; a listing ends at its term.',
      )}
    >
      {found.data.length === 0 ? <Empty>{t('没有名单。', 'There is none.')}</Empty> : null}
      {found.data.map((one) => (
        <ListingCard of={one}>
          {one.state !== 'ended' && one.objection === null ? (
            <Say of={one} what="objection" />
          ) : null}
          {one.state === 'listed' && one.repair === null ? <Say of={one} what="repair" /> : null}
        </ListingCard>
      ))}
      <More of={found} href="/m/listings" word={t('更早的', 'Earlier')} />
    </Frame>
  )
})
const words = (form: URLSearchParams) => ({ words: form.get('words')?.trim() ?? '' })
actPage('/m/listings/:id/objection', 'staff', {
  act: objectToListingOperation,
  says: ({ params, form }) => ({ params, body: words(form) }),
  leads: '/m/listings',
  again: '/m/listings',
})
actPage('/m/listings/:id/repair', 'staff', {
  act: askListingRepairOperation,
  says: ({ params, form }) => ({ params, body: words(form) }),
  leads: '/m/listings',
  again: '/m/listings',
})
