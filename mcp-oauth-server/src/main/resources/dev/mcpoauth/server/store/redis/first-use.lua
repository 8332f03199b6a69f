-- Notes that an identifier was used, unless it was used before and that is still remembered.
-- KEYS: 1 the identifier, 2 identifiers by when they are forgotten
-- ARGV: 1 attempt, of 16 bytes, 2 now, 3 until when it is remembered, 4 how much later Redis removes it by itself,
--       5 member of KEYS[2]
-- Returns 1 if this attempt was the first to use it, else 0.
local seen = redis.call('GET', KEYS[1])
if seen and string.sub(seen, 1, 16) == ARGV[1] then
  return {1}
end
if seen and tonumber(string.sub(seen, 17)) > tonumber(ARGV[2]) then
  return {0}
end
redis.call('SET', KEYS[1], ARGV[1] .. ARGV[3], 'PXAT', ARGV[3] + ARGV[4])
redis.call('ZADD', KEYS[2], ARGV[3], ARGV[5])
return {1}
