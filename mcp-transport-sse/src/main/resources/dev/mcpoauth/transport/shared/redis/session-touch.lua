-- milliseconds; answers caller, revision, state, or nothing
if redis.call('PEXPIRE', KEYS[1], ARGV[1]) == 0 then return {} end
return redis.call('HMGET', KEYS[1], 'caller', 'revision', 'state')
