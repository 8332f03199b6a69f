package dev.mcpoauth.server.store.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.server.store.backend.RedisServer;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What happens when somebody is faster between two scripts. */
class RedisOvertakenTest {
    private final JedisClient client = JedisClient.at(RedisServer.shared().port());
    private final FaultyEval faulty = new FaultyEval(client.eval());
    private final String prefix = "overtaken-" + UUID.randomUUID();
    private final OAuthStore store =
            RedisOAuthStore.builder(faulty).prefix(prefix).open();

    @AfterEach
    void close() {
        store.close();
        client.close();
    }

    /** Another node, which remembers nothing. */
    private OAuthStore other() {
        return RedisOAuthStore.builder(client.eval()).prefix(prefix).open();
    }

    /** Invariant 10, at its narrowest: the grant ends between the look at the token and the write. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aRotationSeesARevocationAfterItsFirstLook(int step) {
        RefreshRecord presented = Family.redeemedIn(store);
        RotateCommand command = Family.rotate(presented);
        OAuthStore node = other();
        faulty.interruptBefore(step, () -> node.grants().revoke(presented.grantId(), RevokeReason.OPERATOR, Family.T0));
        assertThat(store.tokens().rotate(presented.hash(), command)).isEqualTo(new RotateOutcome.Revoked());
        assertThat(faulty.wasInterrupted()).isTrue();
        assertThat(Family.exist(store, command.next())).isFalse();
    }

    @Test
    void aRedemptionSeesARevocationAfterItsFirstLook() {
        Family family = Family.issuedIn(store);
        RedeemCommand command = family.redeem();
        OAuthStore node = other();
        faulty.interruptBefore(
                3, () -> node.grants().revoke(family.grant().grantId(), RevokeReason.OPERATOR, Family.T0));
        assertThat(store.codes().redeem(family.code().hash(), command)).isEqualTo(new RedeemOutcome.Revoked());
        assertThat(Family.exist(store, command.first())).isFalse();
    }

    /** The successor is used between the look at the spent token and the count of its replay. */
    @Test
    void aReplaySeesThatTheSuccessorWasUsed() {
        RefreshRecord first = Family.redeemedIn(store);
        RotateCommand second = Family.rotate(first);
        store.tokens().rotate(first.hash(), second);
        OAuthStore node = other();
        faulty.interruptBefore(
                2, () -> node.tokens().rotate(second.successor().hash(), Family.rotate(second.successor())));
        assertThat(store.tokens().rotate(first.hash(), Family.rotate(first)))
                .isEqualTo(new RotateOutcome.Reused(first.grantId(), 1));
        assertThat(faulty.wasInterrupted()).isTrue();
    }

    /** Two requests with the same command: the loser takes nothing from the winner. */
    @Test
    void whoLosesWithTheSameCommandHarmsNobody() {
        RefreshRecord presented = Family.redeemedIn(store);
        RotateCommand command = Family.rotate(presented);
        OAuthStore node = other();
        faulty.interruptBefore(3, () -> node.tokens().rotate(presented.hash(), command));
        assertThat(store.tokens().rotate(presented.hash(), command)).isInstanceOf(RotateOutcome.Replay.class);
        assertThat(Family.exist(other(), command.next())).isTrue();
    }

    @Test
    void aRegistrationSeesThatTheOtherWasDeleted() {
        ClientRecord first = client("first");
        store.clients().registerIfAbsent("print", first, RegistrationLimits.UNLIMITED);
        OAuthStore node = other();
        faulty.interruptBefore(1, () -> node.clients().delete("first"));
        ClientRecord second = client("second");
        store.clients().registerIfAbsent("print", second, RegistrationLimits.UNLIMITED);
        assertThat(store.clients().find("second")).contains(second);
    }

    @Test
    void aDeletionSeesThatTheClientRegisteredAnew() {
        store.clients().registerIfAbsent("print", client("c"), RegistrationLimits.UNLIMITED);
        OAuthStore node = other();
        faulty.interruptBefore(1, () -> {
            node.clients().delete("c");
            node.clients().registerIfAbsent("another", client("c"), RegistrationLimits.UNLIMITED);
        });
        assertThat(store.clients().delete("c")).isTrue();
        assertThat(store.clients().registerIfAbsent("another", client("d"), RegistrationLimits.UNLIMITED))
                .as("its fingerprint is free")
                .isInstanceOf(ClientRegistration.Created.class);
    }

    private static ClientRecord client(String id) {
        return ClientRecord.registered(id, Family.T0, Family.T0.plusSeconds(60), OpaqueBytes.empty());
    }
}
