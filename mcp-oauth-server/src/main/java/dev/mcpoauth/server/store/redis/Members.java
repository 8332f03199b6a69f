package dev.mcpoauth.server.store.redis;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.ReplayScope;
import java.util.List;

/** Members of the lists by time. Each says enough to find and remove what it stands for, also when that has gone already. */
final class Members {
    private static final int HASH_LENGTH = 43;
    private static final char SEPARATOR = '\0';

    private Members() {}

    static String ofRow(TokenHash hash, String grantId) {
        return hash.encoded() + grantId;
    }

    static TokenHash hash(String member) {
        return TokenHash.parse(member.substring(0, HASH_LENGTH));
    }

    static String grantId(String member) {
        return member.substring(HASH_LENGTH);
    }

    static String ofTransaction(TokenHash id) {
        return id.encoded();
    }

    static String ofReplay(TokenHash id, ReplayScope scope) {
        return id.encoded() + scope.name();
    }

    static ReplayScope scope(String member) {
        return new ReplayScope(member.substring(HASH_LENGTH));
    }

    /** What lists a grant, besides its own row. */
    record ListedGrant(String grantId, String subject, String clientId) {
        static ListedGrant of(GrantRecord grant) {
            return new ListedGrant(grant.grantId(), grant.subject(), grant.clientId());
        }

        static ListedGrant parse(String member) {
            List<String> parts = List.of(member.split(String.valueOf(SEPARATOR), -1));
            return new ListedGrant(parts.get(0), parts.get(1), parts.get(2));
        }

        /** No record has U+0000 in a text. */
        String written() {
            return grantId + SEPARATOR + subject + SEPARATOR + clientId;
        }
    }
}
