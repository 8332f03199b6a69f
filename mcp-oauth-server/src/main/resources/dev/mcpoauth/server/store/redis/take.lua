-- Removes a transaction that has not expired. Leaves a receipt for a client library that sends the script again.
-- KEYS: 1 the transaction, 2 transactions by when they expire, 3 the receipt of this attempt
-- ARGV: 1 now, 2 member of KEYS[2], 3 milliseconds that the receipt is kept
-- Returns its fields and values in turn; nothing if there is no such transaction.
local receipt = redis.call('HGETALL', KEYS[3])
if #receipt > 0 then
  return {receipt}
end
local expires = redis.call('HGET', KEYS[1], 'expires')
if not expires or tonumber(expires) <= tonumber(ARGV[1]) then
  return {{}}
end
redis.call('RENAME', KEYS[1], KEYS[3])
redis.call('PEXPIRE', KEYS[3], ARGV[3])
redis.call('ZREM', KEYS[2], ARGV[2])
return {redis.call('HGETALL', KEYS[3])}
