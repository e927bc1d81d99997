import type { FC } from 'hono/jsx'
import { useSay } from '../around'
import { Facts } from '../ui/text'

type Shop = { name: string; licence_no: string; legal_representative: string; address: string }
/** Whom a claim in court is against, as it is to be written there. */
export const AgainstWhom: FC<{ shop: Shop }> = ({ shop }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('对谁', 'Against whom')}</h2>
      <Facts
        of={[
          [t('店家', 'Shop'), shop.name],
          [t('统一社会信用代码', 'Licence'), shop.licence_no],
          [t('法定代表人或经营者', 'Represented by'), shop.legal_representative],
          [t('地址', 'Address'), shop.address],
        ]}
      />
    </section>
  )
}

type Places = { where_to_go: readonly string[]; where_to_go_en: readonly string[] }
/** Where a claim can be taken, nearest first. */
export const PlacesToGo: FC<{ of: Places; lang: string }> = ({ of, lang }) => {
  const t = useSay()
  return (
    <section class="card">
      <h2>{t('去哪里', 'Where to go')}</h2>
      <ul class="col">
        {(lang === 'en' ? of.where_to_go_en : of.where_to_go).map((place) => (
          <li>{place}</li>
        ))}
      </ul>
    </section>
  )
}
