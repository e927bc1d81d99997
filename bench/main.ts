/**
 * `npm run bench` (redemption by code on plain workerd, beside its floors), `npm run bench -- acts` (round trips and
 * time of every act, and a payout run over 10,000 shops), `npm run bench -- refunds` (quotes a second; the closure and
 * the runaway of a shop with 100,000 cards, killed on the way), `npm run bench -- bank` (a statement of 100,000 lines,
 * and whether every injected fault of the bank is named), `npm run bench -- nights` (a night of a city on day 1, 30 and 300
 * of its life), `npm run bench -- pages` (bytes, time to read, faults of every
 * page), `npm run bench -- law`: published cases answered rightly, whole answers a second; `npm run bench -- warning`: how
 * good the warning is on cities it was not fitted to; `npm run bench -- attack`: what somebody finds who tries everything
 * from outside; `npm run bench -- size`: bytes of a use and of a purchase. All take `--json`.
 */
const [what = 'redemption'] = process.argv.slice(2).filter((word) => !word.startsWith('-'))
if (what === 'acts') await import('./acts')
else if (what === 'refunds') await import('./refunds')
else if (what === 'bank') await import('./bank')
else if (what === 'nights') await import('./nights')
else if (what === 'warning') await import('./warning')
else if (what === 'pages') await import('./pages')
else if (what === 'attack') await import('./attack')
else if (what === 'size') await import('./size')
else if (what === 'law') await import('./law')
else await import('./redemption')

export {}
