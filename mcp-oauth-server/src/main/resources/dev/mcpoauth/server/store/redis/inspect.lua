-- What a server says about itself, and whether bytes reach it as they are.
-- KEYS: 1 any key of the server that is asked
-- ARGV: 1 bytes
-- Returns the bytes, and what INFO says about memory and persistence; '' where INFO is not permitted.
local function info(section)
  local reply = redis.pcall('INFO', section)
  return type(reply) == 'string' and reply or ''
end
return {ARGV[1], info('memory'), info('persistence')}
