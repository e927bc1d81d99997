import * as z from 'zod'
import { BankCard } from './bank'
import { ConsumerCard } from './consumer'
import { MerchantCard } from './merchant'
import { RegulatorCard } from './regulator'

/** A card as its reader sees it. */
export const AnyCard = z
  .discriminatedUnion('reader', [ConsumerCard, MerchantCard, BankCard, RegulatorCard])
  .meta({ id: 'Card' })
