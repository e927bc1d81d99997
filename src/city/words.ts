import type { CityTable } from '../kernel/city'

/** What the tables of a city are called, in two languages. */
export const TABLE_NAMES: Record<CityTable, readonly [zh: string, en: string]> = {
  city: ['城市名称', 'City name'],
  region: ['适用法规的地方', 'Region of law'],
  district: ['区市', 'Districts'],
  sector: ['行业', 'Trades'],
  hotline: ['热线电话', 'Hotlines'],
  court: ['法院', 'Courts'],
  unit: ['办理单位', 'Offices'],
  complaint_kind: ['投诉举报责任清单', 'Who handles which complaint'],
  case_limit: ['办件和巡查期限', 'Limits of cases and patrols'],
  responder: ['事件响应单位', 'Units that respond'],
  holidays: ['放假安排', 'Holidays'],
  lpr_1y: ['一年期 LPR', 'One-year LPR'],
  deposit_1y: ['一年定期存款基准利率', 'One-year deposit rate'],
}
