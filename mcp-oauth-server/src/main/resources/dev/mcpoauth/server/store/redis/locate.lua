-- Where the row of a hash is.
-- KEYS: 1 the entry of the hash
-- ARGV: none
-- Returns kind and grant id; nothing if the hash is not known.
return {redis.call('GET', KEYS[1])}
