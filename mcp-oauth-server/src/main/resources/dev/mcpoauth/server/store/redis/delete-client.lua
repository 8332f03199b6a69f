-- Removes a client. Leaves a receipt for a client library that sends the script again.
-- KEYS: 1 the client, 2 its fingerprint, 3 all client ids, 4 client ids by expiry, 5 the receipt of this attempt
-- ARGV: 1 client id, 2 its fingerprint, 3 milliseconds that the receipt is kept,
--       4 the last expiry at which it is removed, or ''
-- Returns 'done'; 'gone' if there is no such client or it expires later; 'beaten' if it has another fingerprint.
if redis.call('EXISTS', KEYS[5]) == 1 then
  return {'done'}
end
local row = redis.call('HMGET', KEYS[1], 'fingerprint', 'expires')
if not row[1] or (ARGV[4] ~= '' and tonumber(row[2]) > tonumber(ARGV[4])) then
  return {'gone'}
end
if row[1] ~= ARGV[2] then
  return {'beaten'}
end
redis.call('SET', KEYS[5], '', 'PX', ARGV[3])
redis.call('UNLINK', KEYS[1], KEYS[2])
redis.call('ZREM', KEYS[3], ARGV[1])
redis.call('ZREM', KEYS[4], ARGV[1])
return {'done'}
