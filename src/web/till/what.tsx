import type { FC } from 'hono/jsx'
import { listPriceItemsOperation } from '../../offers/routes'
import { useSay } from '../around'
import type { AnswerFor, Visit } from '../door'
import { Field, useKept } from '../ui/form'
import { Money } from '../ui/text'
import { fenIn } from '../ui/yuan'

type PriceItemAnswer = AnswerFor<typeof listPriceItemsOperation, 'staff'>['data'][number]

/** Every item of the shop's price list that is not withdrawn; a list longer than a page is asked for page by page. */
export async function priceList(ask: Visit<'staff'>['ask']): Promise<PriceItemAnswer[]> {
  const items: PriceItemAnswer[] = []
  let cursor: string | null = null
  do {
    const query = { limit: '100', ...(cursor ? { cursor } : {}) }
    const part: AnswerFor<typeof listPriceItemsOperation, 'staff'> = await ask(
      listPriceItemsOperation,
      { query },
    )
    items.push(...part.data)
    cursor = part.next_cursor
  } while (cursor)
  return items
}

/** What a form says is used up: an amount in yuan, an item of the price list, or visits. */
export function typedUse(form: URLSearchParams): Record<string, unknown> {
  const yuan = form.get('amount_fen')?.trim()
  const item_id = form.get('item_id')
  const visits = form.get('visits')?.trim()
  return {
    ...(yuan ? { amount_fen: fenIn(yuan) ?? yuan } : {}),
    ...(item_id ? { item_id } : {}),
    ...(visits ? { visits: Number(visits) } : {}),
  }
}

/** The three ways of saying what is used up; the shop's own items are one press each. */
export const What: FC<{ items: readonly PriceItemAnswer[]; autofocus?: boolean }> = ({ items }) => {
  const t = useSay()
  const chosen = useKept('item_id')
  return (
    <>
      <Field
        name="amount_fen"
        label={t('金额（元）', 'Amount (yuan)')}
        inputmode="decimal"
        autocomplete="off"
        data-amount
      />
      {items.length === 0 ? null : (
        <fieldset class="items">
          <legend>{t('或点一个项目', 'Or an item')}</legend>
          <label class="check">
            <input type="radio" name="item_id" value="" checked={chosen === ''} />
            <span>{t('不选项目', 'None')}</span>
          </label>
          {items.slice(0, 6).map((item) => (
            <label class="check">
              <input type="radio" name="item_id" value={item.id} checked={chosen === item.id} />
              <span>
                {item.name}{' '}
                <strong>
                  <Money fen={item.list_price_fen} />
                </strong>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      <Field
        name="visits"
        label={t('或扣几次（次卡、课）', 'Or visits')}
        inputmode="numeric"
        pattern="\d{1,2}"
        autocomplete="off"
      />
    </>
  )
}
