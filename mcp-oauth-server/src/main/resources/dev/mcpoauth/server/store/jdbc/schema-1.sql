-- Instants are milliseconds since 1970. Hashes are SHA-256 in base64url. No column is nullable: '' and 0 mean "none".
-- Every statement can be run again.

CREATE TABLE IF NOT EXISTS oauth_client (
  client_id VARCHAR(512){exact} NOT NULL PRIMARY KEY,
  fingerprint VARCHAR(512){exact} NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  last_used_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  payload {bytes} NOT NULL
){table};
CREATE UNIQUE INDEX IF NOT EXISTS oauth_client_fingerprint ON oauth_client (fingerprint);
CREATE INDEX IF NOT EXISTS oauth_client_expires ON oauth_client (expires_at);

-- status: A active, R revoked
CREATE TABLE IF NOT EXISTS oauth_grant (
  grant_id VARCHAR(64){exact} NOT NULL PRIMARY KEY,
  subject VARCHAR(255){exact} NOT NULL,
  client_id VARCHAR(512){exact} NOT NULL,
  redirect_uri VARCHAR(2048){exact} NOT NULL,
  status CHAR(1) NOT NULL,
  revoke_reason VARCHAR(32) NOT NULL,
  revoked_at BIGINT NOT NULL,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  sealed_props {bytes} NOT NULL,
  payload {bytes} NOT NULL
){table};
CREATE INDEX IF NOT EXISTS oauth_grant_subject ON oauth_grant (subject);
CREATE INDEX IF NOT EXISTS oauth_grant_client ON oauth_grant (client_id);
CREATE INDEX IF NOT EXISTS oauth_grant_expires ON oauth_grant (expires_at);

-- status: I issued, S spent
CREATE TABLE IF NOT EXISTS oauth_code (
  hash VARCHAR(43){exact} NOT NULL PRIMARY KEY,
  grant_id VARCHAR(64){exact} NOT NULL,
  client_id VARCHAR(512){exact} NOT NULL,
  status CHAR(1) NOT NULL,
  failures INT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  payload {bytes} NOT NULL,
  spent_at BIGINT NOT NULL,
  successor_hash VARCHAR(43){exact} NOT NULL,
  sealed_replay {bytes} NOT NULL,
  replay_until BIGINT NOT NULL,
  max_replays INT NOT NULL,
  replays INT NOT NULL
){table};
CREATE INDEX IF NOT EXISTS oauth_code_grant ON oauth_code (grant_id);
CREATE INDEX IF NOT EXISTS oauth_code_expires ON oauth_code (expires_at);

-- status: A active, S spent, R revoked
CREATE TABLE IF NOT EXISTS oauth_refresh (
  hash VARCHAR(43){exact} NOT NULL PRIMARY KEY,
  grant_id VARCHAR(64){exact} NOT NULL,
  client_id VARCHAR(512){exact} NOT NULL,
  generation INT NOT NULL,
  status CHAR(1) NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  payload {bytes} NOT NULL,
  spent_at BIGINT NOT NULL,
  successor_hash VARCHAR(43){exact} NOT NULL,
  sealed_replay {bytes} NOT NULL,
  replay_until BIGINT NOT NULL,
  max_replays INT NOT NULL,
  replays INT NOT NULL
){table};
CREATE INDEX IF NOT EXISTS oauth_refresh_grant ON oauth_refresh (grant_id);
CREATE INDEX IF NOT EXISTS oauth_refresh_expires ON oauth_refresh (expires_at);

-- status: A active, R revoked
CREATE TABLE IF NOT EXISTS oauth_access (
  hash VARCHAR(43){exact} NOT NULL PRIMARY KEY,
  grant_id VARCHAR(64){exact} NOT NULL,
  client_id VARCHAR(512){exact} NOT NULL,
  status CHAR(1) NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  payload {bytes} NOT NULL
){table};
CREATE INDEX IF NOT EXISTS oauth_access_grant ON oauth_access (grant_id);
CREATE INDEX IF NOT EXISTS oauth_access_expires ON oauth_access (expires_at);

CREATE TABLE IF NOT EXISTS oauth_transaction (
  id VARCHAR(43){exact} NOT NULL PRIMARY KEY,
  version BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  payload {bytes} NOT NULL
){table};
CREATE INDEX IF NOT EXISTS oauth_transaction_expires ON oauth_transaction (expires_at);

CREATE TABLE IF NOT EXISTS oauth_replay (
  scope VARCHAR(32){exact} NOT NULL,
  id VARCHAR(43){exact} NOT NULL,
  expires_at BIGINT NOT NULL,
  PRIMARY KEY (scope, id)
){table};
CREATE INDEX IF NOT EXISTS oauth_replay_expires ON oauth_replay (expires_at);
