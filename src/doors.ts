// biome-ignore-all assist/source/organizeImports: in the order of the rooms.
import { doors as ledger } from './ledger/doors'
import { doors as instructions } from './instructions/doors'
import { doors as sessions } from './sessions/doors'
import { doors as identity } from './identity/doors'
import { doors as passkeys } from './passkeys/doors'
import { doors as recoveries } from './recoveries/doors'
import { doors as pushes } from './pushes/doors'
import { doors as people } from './people/doors'
import { doors as city } from './city/doors'
import { doors as merchants } from './merchants/doors'
import { doors as accounts } from './accounts/doors'
import { doors as levels } from './levels/doors'
import { doors as shops } from './shops/doors'
import { doors as terminals } from './terminals/doors'
import { doors as insiders } from './insiders/doors'
import { doors as photos } from './photos/doors'
import { doors as overviews } from './overviews/doors'
import { doors as offers } from './offers/doors'
import { doors as cards } from './cards/doors'
import { doors as purchases } from './purchases/doors'
import { doors as redemptions } from './redemptions/doors'
import { doors as counter } from './counter/doors'
import { doors as care } from './care/doors'
import { doors as holds } from './holds/doors'
import { doors as tills } from './tills/doors'
import { doors as bookings } from './bookings/doors'
import { doors as objections } from './objections/doors'
import { doors as corrections } from './corrections/doors'
import { doors as refunds } from './refunds/doors'
import { doors as remittances } from './remittances/doors'
import { doors as unions } from './unions/doors'
import { doors as calculator } from './calculator/doors'
import { doors as proofs } from './proofs/doors'
import { doors as disputes } from './disputes/doors'
import { doors as changes } from './changes/doors'
import { doors as custody } from './custody/doors'
import { doors as facts } from './facts/doors'
import { doors as courts } from './courts/doors'
import { doors as payouts } from './payouts/doors'
import { doors as inspections } from './inspections/doors'
import { doors as ends } from './ends/doors'
import { doors as waiting } from './waiting/doors'
import { doors as intake } from './intake/doors'
import { doors as breaks } from './breaks/doors'
import { doors as reconciliation } from './reconciliation/doors'
import { doors as closes } from './closes/doors'
import { doors as packs } from './packs/doors'
import { doors as quarters } from './quarters/doors'
import { doors as permits } from './permits/doors'
import { doors as exports } from './exports/doors'
import { doors as batches } from './batches/doors'
import { doors as tips } from './tips/doors'
import { doors as joining } from './joining/doors'
import { doors as complaints } from './complaints/doors'
import { doors as mediations } from './mediations/doors'
import { doors as mandates } from './mandates/doors'
import { doors as estates } from './estates/doors'
import { doors as behaviour } from './behaviour/doors'
import { doors as supervision } from './supervision/doors'
import { doors as cases } from './cases/doors'
import { doors as incidents } from './incidents/doors'
import { doors as reports } from './reports/doors'
import { doors as credit } from './credit/doors'
import { doors as listings } from './listings/doors'
import { doors as traces } from './traces/doors'
import { doors as privacy } from './privacy/doors'
import { doors as notify } from './notify/doors'
import { doors as vendors } from './vendors/doors'
import { doors as books } from './books/doors'
import { doors as archives } from './archives/doors'
import { doors as seals } from './seals/doors'
import { doors as storage } from './storage/doors'
import { doors as operations } from './operations/doors'
import { doors as status } from './status/doors'
import { doors as payments } from './payments/doors'
import type { Doors } from './platform/jobs'

/** The doors of every room that has any, in the order of `ROOMS`: routes for the app, jobs for the clock. */
export const DOORS: readonly Doors[] = [
  ledger,
  instructions,
  sessions,
  identity,
  passkeys,
  recoveries,
  pushes,
  people,
  city,
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
  books,
  archives,
  seals,
  storage,
  operations,
  status,
  payments,
]
