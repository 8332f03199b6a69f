-- A listing reads the grants of a subject or a client in their order, however many others there are. Never both in one
-- index: the longest of them do not fit in a key of PostgreSQL.

CREATE INDEX IF NOT EXISTS oauth_grant_by_subject ON oauth_grant (subject, grant_id);
CREATE INDEX IF NOT EXISTS oauth_grant_by_client ON oauth_grant (client_id, grant_id);
DROP INDEX IF EXISTS oauth_grant_subject{on oauth_grant};
DROP INDEX IF EXISTS oauth_grant_client{on oauth_grant};
