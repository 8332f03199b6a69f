package dev.mcpoauth.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.Retention;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.core.store.contract.Race;
import dev.mcpoauth.core.store.contract.Samples;
import dev.mcpoauth.server.store.backend.RedisServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What goes away by itself and when, and that a purge leaves nothing behind. */
class RedisExpiryTest {
    private static final Instant T0 = Family.T0;

    private final String prefix = "expiry-" + UUID.randomUUID();
    private final JedisClient client = JedisClient.at(RedisServer.shared().port());
    private final FaultyEval faulty = new FaultyEval(client.eval());
    private final OAuthStore store =
            RedisOAuthStore.builder(faulty).prefix(prefix).open();

    @AfterEach
    void close() {
        store.close();
        client.close();
    }

    private Set<String> keys(String pattern) {
        return client.jedis().keys(prefix + ":" + pattern);
    }

    /** When Redis removes the only key that matches. */
    private Instant expiryOf(String pattern) {
        assertThat(keys(pattern)).hasSize(1);
        return Instant.ofEpochMilli(
                client.jedis().pexpireTime(keys(pattern).iterator().next()));
    }

    private static Instant later(Instant removal) {
        return removal.plus(RedisOAuthStore.MARGIN);
    }

    @Test
    void rowsGoAMinuteAfterTheyMayBePurged() {
        Family family = Family.issuedIn(store);
        RedeemCommand command = family.redeem();
        store.codes().redeem(family.code().hash(), command);
        AccessRecord access = command.first().access().orElseThrow();
        RefreshRecord refresh = command.first().refresh().orElseThrow();
        assertThat(expiryOf("{*}:grant")).isEqualTo(later(family.grant().expiresAt()));
        assertThat(expiryOf("{*}:code:*"))
                .isEqualTo(later(family.code().expiresAt().plus(Retention.EVIDENCE)));
        assertThat(expiryOf("{*}:access:*")).isEqualTo(later(access.expiresAt()));
        assertThat(expiryOf("{*}:refresh:*"))
                .isEqualTo(later(refresh.expiresAt().plus(Retention.EVIDENCE)));
        assertThat(expiryOf("{*}:where:" + family.code().hash().encoded())).isEqualTo(expiryOf("{*}:code:*"));
        assertThat(expiryOf("{*}:where:" + access.hash().encoded())).isEqualTo(expiryOf("{*}:access:*"));
        assertThat(expiryOf("{*}:where:" + refresh.hash().encoded())).isEqualTo(expiryOf("{*}:refresh:*"));
    }

    @Test
    void rowsGoWithTheirGrantIfThatEndsEarlier() {
        Instant end = T0.plusSeconds(30);
        GrantRecord grant =
                GrantRecord.granted("g", "alice", Family.CLIENT, "", T0, end, OpaqueBytes.empty(), OpaqueBytes.empty());
        store.grants().create(grant);
        var family = new Family(T0, grant, Family.of(T0).code());
        store.tokens().insertAccess(Family.tokens("g", 1, T0).access().orElseThrow());
        assertThat(family.grant().expiresAt()).isEqualTo(end);
        assertThat(expiryOf("{g}:access:*")).isEqualTo(later(end));
    }

    @Test
    void aRedeemedCodeStaysEvidenceForAsLongAsAnIssuedOne() {
        Family family = Family.issuedIn(store);
        Instant before = expiryOf("{*}:code:*");
        store.codes().redeem(family.code().hash(), family.redeem());
        assertThat(expiryOf("{*}:code:*")).isEqualTo(before);
    }

    @Test
    void transactionsAndReplayEntriesFollowTheirExpiry() {
        TransactionRecord begun = TransactionRecord.begun(Samples.hash(), T0, T0.plusSeconds(60), Family.SEALED);
        store.transactions().put(begun);
        assertThat(expiryOf("{*}:transaction:*")).isEqualTo(later(T0.plusSeconds(60)));
        var next = new TransactionRecord(begun.id(), 1, T0, T0.plusSeconds(90), Family.SEALED);
        store.transactions().advance(next, 1, T0);
        assertThat(expiryOf("{*}:transaction:*")).isEqualTo(later(T0.plusSeconds(90)));
        store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), T0, T0.plusSeconds(40));
        assertThat(expiryOf("{*}:replay:*")).isEqualTo(later(T0.plusSeconds(40)));
    }

    @Test
    void aClientNeverGoesByItself() {
        ClientRecord client = ClientRecord.registered("c", T0, T0.plusSeconds(60), OpaqueBytes.empty());
        store.clients().registerIfAbsent("c", client, RegistrationLimits.UNLIMITED);
        for (String key : keys("{clients}:*")) {
            assertThat(this.client.jedis().pttl(key)).as(key).isEqualTo(-1);
        }
    }

    /** The clock of Redis is the real one here: what ended almost a minute ago is still there, and then goes. */
    @Test
    void reallyGoesAwayWithoutAPurge() {
        Instant now = Instant.now();
        Instant end = now.minus(RedisOAuthStore.MARGIN).plusSeconds(2);
        store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), end.minusSeconds(60), end);
        assertThat(keys("{*}:replay:*")).hasSize(1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(keys("{*}:replay:*")).isEmpty());
        assertThat(store.purge(now, 10).removed()).as("its place in a list").isEqualTo(1);
    }

    /** Everything, also what lost a race or broke half way. */
    @Test
    void aPurgeLeavesNothingBehind() throws Exception {
        RefreshRecord raced = Family.redeemedIn(store);
        Race.run(i -> () -> store.tokens().rotate(raced.hash(), Family.rotate(raced)));
        breakHalfWay(() -> store.grants().create(Family.of(T0).grant()), 2);
        Family family = Family.issuedIn(store);
        breakHalfWay(() -> store.codes().redeem(family.code().hash(), family.redeem()), 3);
        refuseASecondGrant(family.grant());
        store.clients()
                .registerIfAbsent(
                        Family.CLIENT,
                        ClientRecord.registered(Family.CLIENT, T0, T0.plusSeconds(60), OpaqueBytes.empty()),
                        RegistrationLimits.UNLIMITED);
        store.transactions().put(TransactionRecord.begun(Samples.hash(), T0, T0.plusSeconds(60), Family.SEALED));
        store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), T0, T0.plusSeconds(60));
        purgeAll(T0.plus(Duration.ofDays(91)));
        assertThat(keys("*"))
                .filteredOn(key -> !key.contains(":receipt:"))
                .containsExactly(prefix + ":{clients}:format");
        for (String receipt : keys("*:receipt:*")) {
            assertThat(client.jedis().pttl(receipt)).isBetween(0L, RedisOAuthStore.RECEIPT.toMillis());
        }
    }

    private void breakHalfWay(Runnable verb, int step) {
        faulty.failBefore(step);
        try {
            verb.run();
        } catch (StoreException e) {
            assertThat(faulty.wasInterrupted()).isTrue();
        }
    }

    private void refuseASecondGrant(GrantRecord grant) {
        GrantRecord again = GrantRecord.granted(
                grant.grantId(),
                "mallory",
                "client-2",
                "",
                T0,
                T0.plusSeconds(5),
                OpaqueBytes.empty(),
                OpaqueBytes.empty());
        try {
            store.grants().create(again);
        } catch (IllegalStateException e) {
            assertThat(store.grants().find(grant.grantId())).contains(grant);
        }
    }

    private void purgeAll(Instant now) {
        while (store.purge(now, 50).more()) {
            assertThat(store.capabilities().nativeTtl()).isTrue();
        }
    }

    /** Refused, it is listed under its own end, which must not end the grant that exists. */
    @Test
    void aGrantThatWasRefusedDoesNotShortenTheOneThatExists() {
        Family family = Family.issuedIn(store);
        GrantRecord grant = family.grant();
        refuseASecondGrant(grant);
        GrantRecord same = GrantRecord.granted(
                grant.grantId(),
                "alice",
                Family.CLIENT,
                "",
                T0,
                T0.plusSeconds(5),
                OpaqueBytes.empty(),
                OpaqueBytes.empty());
        try {
            store.grants().create(same);
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("taken");
        }
        purgeAll(T0.plusSeconds(50));
        assertThat(store.grants().find(grant.grantId())).contains(grant);
        assertThat(store.grants()
                        .list(new GrantSelector.OfSubject("alice"), Cursor.START, 9)
                        .items())
                .containsExactly(grant);
        purgeAll(grant.expiresAt());
        assertThat(store.grants().find(grant.grantId())).isEmpty();
    }
}
