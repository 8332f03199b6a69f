package dev.mcpoauth.server.store.jdbc;

import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.contract.Samples;
import java.io.PrintStream;
import java.time.Instant;
import org.h2.jdbcx.JdbcConnectionPool;

/** The process that gets killed: signs clients in without end, and prints each row only after the store returned. */
final class CrashWriter {
    private static final Instant T0 = Instant.parse("2150-03-01T12:00:00Z");
    private static final Instant END = T0.plusSeconds(1000);
    private static final OpaqueBytes NONE = OpaqueBytes.empty();

    private final OAuthStore store;
    private final PrintStream acknowledged;

    private CrashWriter(OAuthStore store, PrintStream acknowledged) {
        this.store = store;
        this.acknowledged = acknowledged;
    }

    public static void main(String[] arguments) {
        JdbcConnectionPool pool = JdbcConnectionPool.create(arguments[0], "sa", "");
        var writer = new CrashWriter(JdbcOAuthStore.open(pool), System.out);
        for (int number = 0; ; number++) {
            writer.signIn(number);
        }
    }

    private void signIn(int number) {
        String client = "c" + number;
        ClientRecord record = ClientRecord.registered(client, T0, END, NONE);
        store.clients().registerIfAbsent(client, record, RegistrationLimits.UNLIMITED);
        acknowledge("client", client);
        String grant = "g" + number;
        store.grants().create(GrantRecord.granted(grant, "alice", client, "", T0, END, NONE, NONE));
        acknowledge("grant", grant);
        CodeRecord code = CodeRecord.issued(Samples.hash(), grant, client, T0, END, NONE);
        store.codes().issue(code);
        IssuedTokens first = tokens(grant, client, 1);
        store.codes().redeem(code.hash(), new RedeemCommand(client, grant, first, ReplayWindow.closed(), T0));
        acknowledge("redeemed", code.hash().encoded());
        IssuedTokens second = tokens(grant, client, 2);
        TokenHash presented = first.refresh().orElseThrow().hash();
        store.tokens().rotate(presented, new RotateCommand(client, second, ReplayWindow.closed(), T0));
        acknowledge("rotated", presented.encoded());
        acknowledge("refresh", second.refresh().orElseThrow().hash().encoded());
        acknowledge("access", second.access().orElseThrow().hash().encoded());
    }

    private static IssuedTokens tokens(String grant, String client, int generation) {
        return IssuedTokens.none()
                .with(new AccessRecord(Samples.hash(), grant, client, T0, END, NONE))
                .with(new RefreshRecord(Samples.hash(), grant, client, generation, T0, END, NONE));
    }

    private void acknowledge(String kind, String key) {
        acknowledged.println(kind + " " + key + " .");
        acknowledged.flush();
    }
}
