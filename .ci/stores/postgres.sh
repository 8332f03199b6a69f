#!/usr/bin/env bash
# The store contract on a real PostgreSQL: a new cluster on a free loopback port, stopped and removed at the end.
set -eu
cd "$(dirname "$0")/../.."

if ! ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; then
  apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends postgresql
fi
bin=$(dirname "$(ls -d /usr/lib/postgresql/*/bin/initdb | sort -V | tail -n 1)")
data=$(mktemp -d -t mcp-oauth-postgres-XXXXXX)
port=$(node -e 's = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')

# PostgreSQL refuses to run as root.
as_postgres() {
  if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
[ "$(id -u)" -ne 0 ] || chown postgres "$data"
trap 'as_postgres "$bin/pg_ctl" -D "$data/db" -m immediate stop; rm -rf "$data"' EXIT

as_postgres "$bin/initdb" -D "$data/db" -U postgres -A trust --no-sync
as_postgres "$bin/pg_ctl" -D "$data/db" -w -l "$data/log" \
  -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=$data" start

MCP_OAUTH_TEST_POSTGRES="jdbc:postgresql://127.0.0.1:$port/postgres?user=postgres" \
  mvn -B -ntp -pl mcp-oauth-server -am test -Dtest=JdbcOAuthStorePostgresTest -Dsurefire.failIfNoSpecifiedTests=false
