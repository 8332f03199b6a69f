-- Redeems a code or rotates a refresh token: marks it spent and adds what comes of it, or changes nothing.
-- KEYS: 1 the code or token, 2 its grant, 3... the rows to add
-- ARGV: 1 attempt, 2 the status it must have, 3 now, 4 how much later than told Redis removes rows by itself,
--       5... a group: what is remembered of it,
--       then for each row to add: when it may be removed, and a group: its fields.
--       A group is the number of its elements and then these, fields and values in turn.
-- Returns 'done'; 'beaten' if it or its grant is not in that state any more; 'taken' if the key of a row to add exists.
local row = redis.call('HMGET', KEYS[1], 'status', 'expires', 'by')
if row[1] == 'S' and row[3] == ARGV[1] then
  return {'done'}
end
local now = tonumber(ARGV[3])
local grant = redis.call('HMGET', KEYS[2], 'status', 'expires')
if row[1] ~= ARGV[2] or tonumber(row[2]) <= now or grant[1] ~= 'A' or tonumber(grant[2]) <= now then
  return {'beaten'}
end
for i = 3, #KEYS do
  if redis.call('EXISTS', KEYS[i]) == 1 then
    return {'taken'}
  end
end
local position = 5
local function group()
  local first = position + 1
  position = first + ARGV[position]
  return unpack(ARGV, first, position - 1)
end
redis.call('HSET', KEYS[1], 'status', 'S', 'by', ARGV[1], group())
for i = 3, #KEYS do
  local removal = ARGV[position] + ARGV[4]
  position = position + 1
  redis.call('HSET', KEYS[i], 'by', ARGV[1], group())
  redis.call('PEXPIREAT', KEYS[i], removal)
end
return {'done'}
