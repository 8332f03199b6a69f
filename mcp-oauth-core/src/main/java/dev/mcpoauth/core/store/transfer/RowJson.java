package dev.mcpoauth.core.store.transfer;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.CodeStatus;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshStatus;
import dev.mcpoauth.core.store.ReplayWindow;
import java.util.Locale;

/** Rows as JSON objects, and back. */
final class RowJson {
    private static final String KIND = "kind";

    private RowJson() {}

    static JsonObject write(StoredRow row) {
        JsonFields out = new JsonFields().put(KIND, row.kind().name().toLowerCase(Locale.ROOT));
        if (row instanceof StoredRow.OfClient client) {
            return out.put("fingerprint", client.fingerprint())
                    .put("client_id", client.client().clientId())
                    .put("version", client.client().version())
                    .put("last_used_at", client.client().lastUsedAt())
                    .life(
                            client.client().createdAt(),
                            client.client().expiresAt(),
                            client.client().payload())
                    .build();
        }
        if (row instanceof StoredRow.OfGrant grant) {
            return GrantJson.write(out, grant.grant()).build();
        }
        if (row instanceof StoredRow.OfCode code) {
            CodeRecord record = code.code();
            return spending(out, code.spending())
                    .token(record.hash(), record.grantId(), record.clientId())
                    .put("status", record.status().name())
                    .put("failures", record.failures())
                    .life(record.createdAt(), record.expiresAt(), record.payload())
                    .build();
        }
        if (row instanceof StoredRow.OfRefresh refresh) {
            RefreshRecord record = refresh.token();
            return spending(out, refresh.spending())
                    .token(record.hash(), record.grantId(), record.clientId())
                    .put("status", refresh.status().name())
                    .put("generation", record.generation())
                    .life(record.createdAt(), record.expiresAt(), record.payload())
                    .build();
        }
        if (row instanceof StoredRow.OfAccess access) {
            AccessRecord record = access.token();
            return out.token(record.hash(), record.grantId(), record.clientId())
                    .put("revoked", access.revoked())
                    .life(record.createdAt(), record.expiresAt(), record.payload())
                    .build();
        }
        throw new IllegalArgumentException("unknown row " + row.getClass());
    }

    private static JsonFields spending(JsonFields out, Spending spending) {
        spending.successor().ifPresent(hash -> out.put("successor", hash.encoded()));
        return out.put("spent_at", spending.at())
                .put("sealed_replay", spending.window().sealed())
                .put("replay_until", spending.window().until())
                .put("max_replays", spending.window().maxReplays())
                .put("replays", spending.replays());
    }

    static StoredRow read(JsonObject json) {
        var in = new JsonFields.Reader(json);
        RowKind kind = RowKind.valueOf(in.text(KIND).toUpperCase(Locale.ROOT));
        return switch (kind) {
            case CLIENT -> new StoredRow.OfClient(in.text("fingerprint"), client(in));
            case GRANT -> new StoredRow.OfGrant(GrantJson.read(in));
            case CODE -> new StoredRow.OfCode(code(in), spending(in));
            case REFRESH ->
                new StoredRow.OfRefresh(refresh(in), RefreshStatus.valueOf(in.text("status")), spending(in));
            case ACCESS -> new StoredRow.OfAccess(access(in), in.truth("revoked"));
        };
    }

    private static ClientRecord client(JsonFields.Reader in) {
        return new ClientRecord(
                in.text("client_id"),
                in.number("version"),
                in.createdAt(),
                in.instant("last_used_at"),
                in.expiresAt(),
                in.payload());
    }

    private static CodeRecord code(JsonFields.Reader in) {
        return new CodeRecord(
                in.hash("hash"),
                in.text("grant_id"),
                in.text("client_id"),
                CodeStatus.valueOf(in.text("status")),
                in.count("failures"),
                in.createdAt(),
                in.expiresAt(),
                in.payload());
    }

    private static RefreshRecord refresh(JsonFields.Reader in) {
        return new RefreshRecord(
                in.hash("hash"),
                in.text("grant_id"),
                in.text("client_id"),
                in.count("generation"),
                in.createdAt(),
                in.expiresAt(),
                in.payload());
    }

    private static AccessRecord access(JsonFields.Reader in) {
        return new AccessRecord(
                in.hash("hash"),
                in.text("grant_id"),
                in.text("client_id"),
                in.createdAt(),
                in.expiresAt(),
                in.payload());
    }

    private static Spending spending(JsonFields.Reader in) {
        var window = new ReplayWindow(in.bytes("sealed_replay"), in.instant("replay_until"), in.count("max_replays"));
        Spending spending = Spending.of(in.instant("spent_at"), window, in.count("replays"));
        return in.optional("successor")
                .map(TokenHash::parse)
                .map(spending::withSuccessor)
                .orElse(spending);
    }
}
