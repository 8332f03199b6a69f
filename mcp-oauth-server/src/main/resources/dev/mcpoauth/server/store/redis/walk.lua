-- Part of a list in the order of its scores. Begins anew at the score of a member that has gone meanwhile.
-- KEYS: 1 a sorted set
-- ARGV: 1 the member after which the part begins, or '', 2 its score, 3 the most members
-- Returns members and scores in turn.
local first = 0
if ARGV[1] ~= '' then
  local rank = redis.call('ZRANK', KEYS[1], ARGV[1])
  first = rank and rank + 1 or redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. ARGV[2])
end
return {redis.call('ZRANGE', KEYS[1], first, first + ARGV[3] - 1, 'WITHSCORES')}
