import * as z from 'zod'
import { idPattern } from '../kernel/ids'
import { MerchantId } from '../merchants/views'
import type { AccountRow, ChangeDetailRow } from './store'

export const AccountChange = z
  .strictObject({
    id: z.string().regex(idPattern('sac')),
    object: z.literal('settlement_account_change'),
    merchant_id: MerchantId,
    merchant_name: z.string(),
    from_mask: z.string().meta({ description: '现在的账户，只有尾号' }),
    to_mask: z.string().meta({ description: '要换成的账户，只有尾号；银行核对过户名' }),
    asked_by_name: z.string().meta({ description: '谁要换的' }),
    asked_at: z.string().meta({ description: '什么时候要换的' }),
    usable_from: z.string().meta({ description: '同意了也要等到这时，才开始往新账户付' }),
    state: z.enum(['waiting', 'agreed', 'refused', 'in_force']),
    is_own: z.boolean().meta({ description: '是不是您自己要换的；自己不能同意' }),
  })
  .meta({ id: 'SettlementAccountChange', description: '换结算账户：另一个人同意、满一天才生效' })
export const SettlementAccount = z
  .strictObject({
    object: z.literal('settlement_account'),
    merchant_id: MerchantId,
    settlement_account_mask: z.string(),
    settlement_account_version: z.int().positive(),
    verified_at: z
      .string()
      .nullable()
      .meta({ description: '银行上次核对户名的时刻；还没有为 null' }),
    waiting: AccountChange.nullable().meta({ description: '等同意、等时间的新账户；没有为 null' }),
  })
  .meta({ id: 'SettlementAccount', description: '店家收款的结算账户，户名须与执照一致' })

export const presentChange = (row: ChangeDetailRow): z.input<typeof AccountChange> => ({
  id: row.id,
  object: 'settlement_account_change',
  merchant_id: row.merchant_id,
  merchant_name: row.merchant_name,
  from_mask: row.current_mask,
  to_mask: row.mask,
  asked_by_name: row.asked_by_name,
  asked_at: row.asked_at,
  usable_from: row.usable_from,
  state: row.state,
  is_own: row.is_own === 1,
})

export const presentAccount = (
  row: AccountRow,
  waiting: ChangeDetailRow | undefined,
): z.input<typeof SettlementAccount> => ({
  object: 'settlement_account',
  merchant_id: row.id,
  settlement_account_mask: row.settlement_account_mask,
  settlement_account_version: row.settlement_account_version,
  verified_at: row.settlement_account_verified_at,
  waiting: waiting ? presentChange(waiting) : null,
})
