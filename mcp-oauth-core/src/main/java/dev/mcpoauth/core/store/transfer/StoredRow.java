package dev.mcpoauth.core.store.transfer;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;

/** One row of a store, with everything that its later decisions rest on. */
public sealed interface StoredRow {

    /** Which kind of row this is. */
    RowKind kind();

    /** The row as a JSON object: instants in milliseconds since 1970, hashes in base64url, opaque bytes in base64. */
    default JsonObject toJson() {
        return RowJson.write(this);
    }

    /**
     * The row that {@link #toJson} wrote.
     *
     * @throws IllegalArgumentException if the object is no row
     */
    static StoredRow parse(JsonObject json) {
        return RowJson.read(json);
    }

    /**
     * A registered client.
     *
     * @param fingerprint under which it registered
     */
    record OfClient(String fingerprint, ClientRecord client) implements StoredRow {
        @Override
        public RowKind kind() {
            return RowKind.CLIENT;
        }
    }

    /** A grant, live or not. */
    record OfGrant(GrantRecord grant) implements StoredRow {
        @Override
        public RowKind kind() {
            return RowKind.GRANT;
        }
    }

    /**
     * An authorization code.
     *
     * @param spending what is remembered of its redemption
     */
    record OfCode(CodeRecord code, Spending spending) implements StoredRow {
        @Override
        public RowKind kind() {
            return RowKind.CODE;
        }
    }

    /**
     * A refresh token.
     *
     * @param spending what is remembered of its rotation
     */
    record OfRefresh(RefreshRecord token, RefreshStatus status, Spending spending) implements StoredRow {
        @Override
        public RowKind kind() {
            return RowKind.REFRESH;
        }
    }

    /**
     * An access token.
     *
     * @param revoked whether the token itself was revoked
     */
    record OfAccess(AccessRecord token, boolean revoked) implements StoredRow {
        @Override
        public RowKind kind() {
            return RowKind.ACCESS;
        }
    }
}
