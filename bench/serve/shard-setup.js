// The set-up socket of a sharded city on plain workerd: texts go to the object that the worker asks.
export default {
  async fetch(request, env) {
    const shard = env.SHARDS.get(env.SHARDS.idFromName('city'))
    try {
      await shard.setup(await request.json())
      return new Response('ok')
    } catch (error) {
      return new Response(error.message, { status: 500 })
    }
  },
}
