-- caller, revision, state, milliseconds
redis.call('HSET', KEYS[1], 'caller', ARGV[1], 'revision', ARGV[2], 'state', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
return {1}
