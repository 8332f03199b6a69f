-- The version of the layout of all keys, set by the first who opens the store.
-- KEYS: 1 the version
-- ARGV: 1 the version to set if there is none
-- Returns the version.
redis.call('SET', KEYS[1], ARGV[1], 'NX')
return {redis.call('GET', KEYS[1])}
