package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.ClientRegistration.Created;
import dev.mcpoauth.core.store.ClientRegistration.Existing;
import dev.mcpoauth.core.store.ClientRegistration.LimitReached;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RegistrationLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Registered clients. */
public abstract class ClientStoreContract extends FacetContract {

    private ClientRegistration register(String fingerprint, ClientRecord client) {
        return store.clients().registerIfAbsent(fingerprint, client, RegistrationLimits.UNLIMITED);
    }

    @Test
    void findsAClientAsItWasRegistered() {
        ClientRecord client = make.client("c");
        assertThat(register("f", client)).isEqualTo(new Created(client));
        assertThat(store.clients().find("c")).contains(client);
        assertThat(store.clients().find("other")).isEmpty();
    }

    @Test
    void keepsAClientThatNeverExpires() {
        ClientRecord client = ClientRecord.registered("c", T0, OAuthStore.NEVER, OpaqueBytes.empty());
        register("f", client);
        assertThat(store.clients().find("c")).contains(client);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\u0000", "c\u0000", "\ud800", "\uffff", "' OR ''='"})
    void textThatIsNoKeyIsJustNotThere(String fromOutside) {
        register("f", make.client("c"));
        assertThat(store.clients().find(fromOutside)).isEmpty();
        assertThat(store.clients().find("c".repeat(100_000))).isEmpty();
    }

    @Test
    @DisplayName("14: one fingerprint, one client")
    void returnsTheFirstClientOfAFingerprint() {
        register("f", make.client("first"));
        assertThat(register("f", make.client("second"))).isEqualTo(new Existing(make.client("first")));
        assertThat(store.clients().find("second")).isEmpty();
    }

    @Test
    void neverOverwritesAClientId() {
        register("f", make.client("c"));
        ClientRecord intruder = make.client("c").withPayload(OpaqueBytes.ofUtf8("evil"));
        assertThat(register("g", intruder)).isEqualTo(new Existing(make.client("c")));
        assertThat(store.clients().find("c")).contains(make.client("c"));
    }

    @Test
    @DisplayName("14: of concurrent registrations with one fingerprint one is created")
    void createsOneOfConcurrentRegistrations() throws Exception {
        for (int round = 0; round < 40; round++) {
            String fingerprint = Samples.unique("f");
            String prefix = Samples.unique("c");
            List<ClientRegistration> results =
                    Race.run(i -> () -> register(fingerprint, make.client(prefix + "-" + i)));
            assertThat(Race.count(results, Created.class)).isOne();
            assertThat(Race.count(results, Existing.class)).isEqualTo(Race.THREADS - 1L);
            assertThat(results.stream().map(ClientStoreContract::clientOf).distinct())
                    .hasSize(1);
        }
    }

    @Test
    void createsOneOfConcurrentRegistrationsOfOneClientId() throws Exception {
        for (int round = 0; round < 10; round++) {
            ClientRecord client = make.client(Samples.unique("c"));
            List<ClientRegistration> results = Race.run(i -> () -> register(Samples.unique("f"), client));
            assertThat(Race.count(results, Created.class)).isOne();
            assertThat(Race.count(results, Existing.class)).isEqualTo(Race.THREADS - 1L);
        }
    }

    private static ClientRecord clientOf(ClientRegistration result) {
        return result instanceof Created created ? created.client() : ((Existing) result).client();
    }

    @Test
    void refusesBeyondTheLimitAndChangesNothing() {
        var limits = new RegistrationLimits(2);
        store.clients().registerIfAbsent("f1", make.client("c1"), limits);
        store.clients().registerIfAbsent("f2", make.client("c2"), limits);
        assertThat(store.clients().registerIfAbsent("f3", make.client("c3"), limits))
                .isEqualTo(new LimitReached());
        assertThat(store.clients().find("c3")).isEmpty();
        assertThat(store.clients().registerIfAbsent("f1", make.client("c4"), limits))
                .isInstanceOf(Existing.class);
    }

    @Test
    void expiredRegistrationsDoNotCountAgainstTheLimit() {
        var limits = new RegistrationLimits(1);
        register("f1", ClientRecord.registered("old", T0, at(10), OpaqueBytes.empty()));
        ClientRecord later = ClientRecord.registered("new", at(10), at(90), OpaqueBytes.empty());
        assertThat(store.clients().registerIfAbsent("f2", later, limits)).isInstanceOf(Created.class);
    }

    @Test
    void updatesOnlyTheExpectedVersion() {
        register("f", make.client("c"));
        ClientRecord next = ClientRecord.registered("c", at(5), at(500), OpaqueBytes.ofUtf8("next"));
        assertThat(store.clients().update(next, 2)).isFalse();
        assertThat(store.clients().update(next, 1)).isTrue();
        assertThat(store.clients().update(next, 1)).isFalse();
        assertThat(store.clients().find("c"))
                .contains(new ClientRecord("c", 2, T0, T0, at(500), OpaqueBytes.ofUtf8("next")));
        assertThat(store.clients().update(make.client("unknown"), 1)).isFalse();
    }

    @Test
    void oneOfConcurrentUpdatesWins() throws Exception {
        register("f", make.client("c"));
        for (int version = 1; version <= 40; version++) {
            long expected = version;
            List<Boolean> results = Race.run(i -> () -> store.clients().update(make.client("c"), expected));
            assertThat(results).containsOnlyOnce(true);
        }
    }

    @Test
    void deletesOnceAndFreesTheFingerprint() {
        register("f", make.client("c"));
        assertThat(store.clients().delete("c")).isTrue();
        assertThat(store.clients().delete("c")).isFalse();
        assertThat(store.clients().find("c")).isEmpty();
        assertThat(register("f", make.client("d"))).isInstanceOf(Created.class);
    }

    @Test
    @DisplayName("15: touch never shortens")
    void touchMovesForwardOnly() {
        register("f", ClientRecord.registered("c", T0, at(100), OpaqueBytes.empty()));
        assertThat(store.clients().touch("c", at(20), at(200))).isTrue();
        assertThat(store.clients().touch("c", at(10), at(150))).isTrue();
        assertThat(store.clients().find("c"))
                .contains(new ClientRecord("c", 1, T0, at(20), at(200), OpaqueBytes.empty()));
        assertThat(store.clients().touch("unknown", at(20), at(200))).isFalse();
    }

    @Test
    @DisplayName("15: concurrent touches end at the latest")
    void concurrentTouchesEndAtTheLatest() throws Exception {
        register("f", ClientRecord.registered("c", T0, at(100), OpaqueBytes.empty()));
        Race.run(i -> () -> {
            for (int n = 0; n < 10; n++) {
                store.clients().touch("c", at(n * 8L + i), at(1000 + n * 8L + i));
            }
            return true;
        });
        ClientRecord touched = store.clients().find("c").orElseThrow();
        assertThat(touched.lastUsedAt()).isEqualTo(at(79));
        assertThat(touched.expiresAt()).isEqualTo(at(1079));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"C", "c ", "ç", "c\u0301", "https://app.example/c", "https://app.example/C", "\ud83d\udd11"})
    void tellsClientIdsApartByEveryCharacter(String other) {
        register("f", make.client("c"));
        assertThat(store.clients().find(other)).isEmpty();
        assertThat(register("F", make.client(other))).isInstanceOf(Created.class);
        assertThat(store.clients().find(other)).contains(make.client(other));
    }

    @Test
    void takesTheLongestKeys() {
        ClientRecord client = make.client("c".repeat(512));
        assertThat(register("f".repeat(512), client)).isInstanceOf(Created.class);
        assertThat(register("f".repeat(512), make.client("d"))).isEqualTo(new Existing(client));
    }

    @Test
    @DisplayName("19: paging is stable while others register")
    void pagesThroughAllClients() {
        List<String> expected = new ArrayList<>();
        for (int i = 10; i < 35; i++) {
            register("f" + i, make.client("c" + i));
            expected.add("c" + i);
        }
        List<String> seen = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            Page<ClientRecord> page = store.clients().list(next.get(), 10);
            page.items().forEach(client -> seen.add(client.clientId()));
            register("a" + seen.size(), make.client("a" + seen.size()));
            next = page.next();
        }
        assertThat(seen).isEqualTo(expected);
    }
}
