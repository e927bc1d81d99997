import type { listPatrolFindingsOperation } from '../../inspections/routes'
import type { AnswerFor } from '../door'

export type Finding = AnswerFor<typeof listPatrolFindingsOperation, 'regulator'>['data'][number]
type Words = readonly [zh: string, en: string]

export const FOUND_WORDS: Record<Finding['found'], Words> = {
  open: ['照常营业', 'open'],
  closed: ['关着门', 'closed'],
  refurbishing: ['在装修', 'being refurbished'],
}
export const ANSWER_WORDS: Record<keyof Finding['answers'], Words> = {
  staff_present: ['有员工在', 'Staff are there'],
  stock_present: ['货和设备还在', 'Goods and equipment are there'],
  sale_sign: ['门上有转让、清仓、招租', 'A sign: for sale, clearance, to let'],
  sold_outside: ['在平台外卖卡收款', 'Cards are sold past the platform'],
}
export const ANSWERS = Object.keys(ANSWER_WORDS) as (keyof Finding['answers'])[]
