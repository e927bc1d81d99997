/**
 * Where a request to the API is still made by hand, and why. Everything else asks through the client (src/client); the list may
 * only shrink.
 */
export const BY_HAND: Readonly<Record<string, string>> = {
  'bench/redemption.ts':
    'the load generator keeps its sockets open and counts what each of them takes',
  'src/calculator/embed.ts': 'a script of other sites, which have no client of ours',
  'src/client/client.ts': 'the client itself',
  'src/client/request.ts': 'the client itself',
  'src/environment/outside.ts': 'what we ask of a bank, and not of ourselves',
  'src/web/intake/through-api.ts': 'a page gives a file to a route in its own process',
  'test/mocks/stripe-notices.act.test.ts': 'the mock provider on its own wire',
  'test/mocks/stripe.act.test.ts': 'the mock provider on its own wire',
  'test/mocks/stripe/provider.ts': 'the mock provider on its own wire',
  'test/mocks/stripe/webhooks.node.test.ts': 'the mock provider on its own wire',
  'test/purchases/shop.ts': 'the mock provider on its own wire',
  'test/support/wire.ts': 'what a test says on the wire that no client would',
}

const SIGNS = [
  // A call to an address of ours.
  /(?:\bfetch|\.request|\bnew Request)\((?:[^()]|\([^()]*\)){0,200}?['"`][^'"`\s]*(?<!stripe)\/v1\/[^'"`]*/g,
  // Headers that the client makes.
  /['"]Idempotency-Key['"]\]?: |\.set\(\s*'Idempotency-Key'/g,
  /\bAuthorization['"]?(?:: |', )[`'"]Bearer /g,
]
/** What a text asks of the API by hand. */
export const asksByHand = (text: string): string[] =>
  SIGNS.flatMap((sign) => [...text.matchAll(sign)].map(([found]) => found.slice(0, 80)))
