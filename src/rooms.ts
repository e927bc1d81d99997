// biome-ignore-all assist/source/organizeImports: the order is the direction of the house.
import { room as kernel } from './kernel/room'
import { room as clauses } from './clauses/room'
import { room as law } from './law/room'
import { room as reckoning } from './reckoning/room'
import { room as environment } from './environment/room'
import { room as schemas } from './schemas/room'
import { room as platform } from './platform/room'
import { room as ledger } from './ledger/room'
import { room as standing } from './standing/room'
import { room as events } from './events/room'
import { room as contract } from './contract/room'
import { room as instructions } from './instructions/room'
import { room as codes } from './codes/room'
import { room as sessions } from './sessions/room'
import { room as identity } from './identity/room'
import { room as passkeys } from './passkeys/room'
import { room as recoveries } from './recoveries/room'
import { room as pushes } from './pushes/room'
import { room as city } from './city/room'
import { room as people } from './people/room'
import { room as merchants } from './merchants/room'
import { room as accounts } from './accounts/room'
import { room as levels } from './levels/room'
import { room as shops } from './shops/room'
import { room as terminals } from './terminals/room'
import { room as insiders } from './insiders/room'
import { room as photos } from './photos/room'
import { room as overviews } from './overviews/room'
import { room as offers } from './offers/room'
import { room as cards } from './cards/room'
import { room as readers } from './readers/room'
import { room as purchases } from './purchases/room'
import { room as redemptions } from './redemptions/room'
import { room as counter } from './counter/room'
import { room as care } from './care/room'
import { room as holds } from './holds/room'
import { room as tills } from './tills/room'
import { room as bookings } from './bookings/room'
import { room as objections } from './objections/room'
import { room as corrections } from './corrections/room'
import { room as refunds } from './refunds/room'
import { room as remittances } from './remittances/room'
import { room as unions } from './unions/room'
import { room as calculator } from './calculator/room'
import { room as proofs } from './proofs/room'
import { room as disputes } from './disputes/room'
import { room as changes } from './changes/room'
import { room as custody } from './custody/room'
import { room as facts } from './facts/room'
import { room as statements } from './statements/room'
import { room as iso20022 } from './iso20022/room'
import { room as csv } from './csv/room'
import { room as courts } from './courts/room'
import { room as payouts } from './payouts/room'
import { room as inspections } from './inspections/room'
import { room as ends } from './ends/room'
import { room as waiting } from './waiting/room'
import { room as intake } from './intake/room'
import { room as breaks } from './breaks/room'
import { room as reconciliation } from './reconciliation/room'
import { room as closes } from './closes/room'
import { room as packs } from './packs/room'
import { room as quarters } from './quarters/room'
import { room as permits } from './permits/room'
import { room as exports } from './exports/room'
import { room as batches } from './batches/room'
import { room as tips } from './tips/room'
import { room as joining } from './joining/room'
import { room as complaints } from './complaints/room'
import { room as mediations } from './mediations/room'
import { room as mandates } from './mandates/room'
import { room as estates } from './estates/room'
import { room as behaviour } from './behaviour/room'
import { room as warning } from './warning/room'
import { room as supervision } from './supervision/room'
import { room as cases } from './cases/room'
import { room as incidents } from './incidents/room'
import { room as reports } from './reports/room'
import { room as credit } from './credit/room'
import { room as listings } from './listings/room'
import { room as traces } from './traces/room'
import { room as privacy } from './privacy/room'
import { room as notify } from './notify/room'
import { room as vendors } from './vendors/room'
import { room as checks } from './checks/room'
import { room as books } from './books/room'
import { room as archives } from './archives/room'
import { room as seals } from './seals/room'
import { room as storage } from './storage/room'
import { room as operations } from './operations/room'
import { room as status } from './status/room'
import { room as gauges } from './gauges/room'
import { room as payments } from './payments/room'
import { room as mocks } from './mocks/room'
import { room as engines } from './engines/room'
import { room as dev } from './dev/room'
import { room as web } from './web/room'
import { room as client } from './client/room'
import { room as demo } from './demo/room'

/**
 * Every room, and the one direction: each may import those before it. A declaration (`room.ts`) is literals and imports
 * nothing but their shape, so that what stands lowest, the kernel, may know every refusal, prefix and event by name.
 */
export const ROOMS = [
  kernel,
  clauses,
  law,
  reckoning,
  environment,
  schemas,
  platform,
  ledger,
  standing,
  events,
  contract,
  instructions,
  codes,
  sessions,
  identity,
  passkeys,
  recoveries,
  pushes,
  city,
  people,
  merchants,
  accounts,
  levels,
  shops,
  terminals,
  insiders,
  photos,
  overviews,
  offers,
  cards,
  readers,
  purchases,
  redemptions,
  counter,
  care,
  holds,
  tills,
  bookings,
  objections,
  corrections,
  refunds,
  remittances,
  unions,
  calculator,
  proofs,
  disputes,
  changes,
  custody,
  facts,
  statements,
  iso20022,
  csv,
  courts,
  payouts,
  inspections,
  ends,
  waiting,
  intake,
  breaks,
  reconciliation,
  closes,
  packs,
  quarters,
  permits,
  exports,
  batches,
  tips,
  joining,
  complaints,
  mediations,
  mandates,
  estates,
  behaviour,
  warning,
  supervision,
  cases,
  incidents,
  reports,
  credit,
  listings,
  traces,
  privacy,
  notify,
  vendors,
  checks,
  books,
  archives,
  seals,
  storage,
  operations,
  status,
  gauges,
  payments,
  mocks,
  engines,
  dev,
  web,
  client,
  demo,
] as const
