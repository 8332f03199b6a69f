package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.secret.AccessToken;
import dev.mcpoauth.core.secret.AuthorizationCode;
import dev.mcpoauth.core.secret.RefreshToken;
import dev.mcpoauth.core.secret.Secret;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.IssuedTokens;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayScope;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.TransactionRecord;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for all facets together. */
public abstract class WholeStoreContract extends FacetContract {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant AHEAD = Instant.parse("2100-01-01T00:00:00Z");

    static Stream<OpaqueBytes> payloads() {
        byte[] large = new byte[100_000];
        new Random(1).nextBytes(large);
        byte[] every = new byte[256];
        for (int i = 0; i < every.length; i++) {
            every[i] = (byte) i;
        }
        return Stream.of(
                OpaqueBytes.empty(),
                OpaqueBytes.of(every),
                OpaqueBytes.of(large),
                OpaqueBytes.ofUtf8("\u0000 \ud83d\udd11 \u00e9e\u0301 \uffff"));
    }

    @ParameterizedTest
    @MethodSource("payloads")
    @DisplayName("18: opaque bytes come back as they went in")
    void returnsOpaqueBytesExactly(OpaqueBytes bytes) {
        ClientRecord client = ClientRecord.registered("c", T0, at(9), bytes);
        store.clients().registerIfAbsent("f", client, RegistrationLimits.UNLIMITED);
        GrantRecord grant = GrantRecord.granted("g", "alice", "c", "", T0, at(900), bytes, bytes);
        store.grants().create(grant);
        CodeRecord code = CodeRecord.issued(Samples.hash(), "g", "c", T0, at(60), bytes);
        store.codes().issue(code);
        AccessRecord access = new AccessRecord(Samples.hash(), "g", "c", T0, at(60), bytes);
        RefreshRecord refresh = new RefreshRecord(Samples.hash(), "g", "c", 1, T0, at(60), bytes);
        IssuedTokens tokens = IssuedTokens.none().with(access).with(refresh);
        var command = new RedeemCommand("c", "g", tokens, new ReplayWindow(bytes, at(60), 1), at(1));
        store.codes().redeem(code.hash(), command);
        TransactionRecord transaction = TransactionRecord.begun(Samples.hash(), T0, at(60), bytes);
        store.transactions().put(transaction);

        assertThat(store.clients().find("c")).contains(client);
        assertThat(store.grants().find("g")).contains(grant);
        assertThat(store.codes().peek(code.hash()).orElseThrow().payload()).isEqualTo(bytes);
        assertThat(store.codes().redeem(code.hash(), command)).isEqualTo(new RedeemOutcome.DuplicateSubmit(bytes));
        assertThat(store.tokens().findAccess(access.hash()).orElseThrow().token())
                .isEqualTo(access);
        assertThat(store.tokens().findRefresh(refresh.hash()).orElseThrow().token())
                .isEqualTo(refresh);
        assertThat(store.transactions().take(transaction.id(), at(1))).contains(transaction);
    }

    @Test
    @DisplayName("17: no byte of a secret is kept, and no outcome prints one")
    void keepsAndPrintsNoSecret() throws Exception {
        var code = AuthorizationCode.generate(RANDOM);
        var access = AccessToken.generate(RANDOM);
        var refresh = RefreshToken.generate(RANDOM);
        var next = RefreshToken.generate(RANDOM);
        String printed = runOneFamily(code, access, refresh, next);
        List<Secret> secrets = List.of(code, access, refresh, next);
        for (Secret secret : secrets) {
            assertThat(printed)
                    .doesNotContain(secret.reveal())
                    .doesNotContain(secret.hash().encoded());
        }
        Optional<byte[]> dump = fixture().dump(store);
        Assumptions.assumeTrue(dump.isPresent(), "the fixture gives no dump of its backend");
        assertThat(occurs(dump.get(), Samples.PAYLOAD.toByteArray()))
                .as("the dump holds the rows")
                .isTrue();
        for (Secret secret : secrets) {
            assertThat(occurs(dump.get(), secret.reveal().getBytes(StandardCharsets.US_ASCII)))
                    .isFalse();
            assertThat(occurs(dump.get(), Base64.getUrlDecoder().decode(secret.reveal())))
                    .isFalse();
        }
    }

    private String runOneFamily(AuthorizationCode code, AccessToken access, RefreshToken refresh, RefreshToken next) {
        GrantRecord grant = make.storedGrant();
        make.storedCode(grant, code.hash());
        IssuedTokens first = IssuedTokens.none()
                .with(make.access(grant, access.hash()))
                .with(make.refresh(grant, 1, refresh.hash()));
        var window = new ReplayWindow(Samples.SEALED, at(30), 3);
        var redeem = new RedeemCommand(grant.clientId(), grant.grantId(), first, window, at(1));
        IssuedTokens second = IssuedTokens.none().with(make.refresh(grant, 2, next.hash()));
        var rotate = new RotateCommand(grant.clientId(), second, window, at(2));
        return Stream.of(
                        redeem,
                        store.codes().redeem(code.hash(), redeem),
                        store.codes().redeem(code.hash(), redeem),
                        store.codes().peek(code.hash()),
                        rotate,
                        store.tokens().rotate(refresh.hash(), rotate),
                        store.tokens().rotate(refresh.hash(), rotate),
                        store.tokens().findRefresh(next.hash()),
                        store.tokens().findAccess(access.hash()))
                .map(Object::toString)
                .reduce("", String::concat);
    }

    private static boolean occurs(byte[] all, byte[] part) {
        String haystack = new String(all, StandardCharsets.ISO_8859_1);
        return haystack.contains(new String(part, StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1971-05-05T00:00:00Z", "2150-01-01T00:00:00.001Z", "9990-01-01T00:00:00.999Z"})
    @DisplayName("20: only the passed instants count")
    void asksNoClock(Instant then) {
        Assumptions.assumeFalse(
                store.capabilities().nativeTtl() && then.isBefore(AHEAD),
                "a backend with native expiry drops the past");
        Samples past = new Samples(store, then);
        GrantRecord grant = past.storedGrant();
        RefreshRecord first = past.storedFamily(grant);
        RotateCommand command = past.rotate(first, ReplayWindow.closed(), then.plusSeconds(1));
        assertThat(store.tokens().rotate(first.hash(), command))
                .isEqualTo(new RotateOutcome.Rotated(command.successor()));
        AccessRecord access = command.next().access().orElseThrow();
        assertThat(store.tokens().findAccess(access.hash()).orElseThrow().token())
                .isEqualTo(access);
        assertThat(store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), then, then.plusSeconds(9)))
                .isTrue();
    }

    @Test
    @DisplayName("22: a store that passes this contract says that it consumes atomically")
    void isHonestAboutItself() throws Exception {
        assertThatCode(() -> store.capabilities().requireAtomicConsume()).doesNotThrowAnyException();
        boolean shared = store.capabilities().shared();
        boolean outlives = store.capabilities().durable() || shared;
        GrantRecord grant = make.storedGrant();
        if (!shared) {
            store.close(); // What is not shared may have one owner at a time.
        }
        try (OAuthStore second =
                outlives ? fixture().sameData(store).orElseThrow() : fixture().newStore()) {
            assertThat(second.grants().find(grant.grantId()).isPresent())
                    .as("a store that claims to be durable or shared gives its data to the next one, others do not")
                    .isEqualTo(outlives);
        }
    }

    @Test
    @DisplayName("22: a durable store has everything when it is opened again")
    void keepsEverythingWhenReopened() throws Exception {
        Assumptions.assumeTrue(store.capabilities().durable(), "not a durable store");
        RefreshRecord first = make.storedFamily();
        RotateCommand rotation = make.rotate(first, ReplayWindow.closed(), at(1));
        store.tokens().rotate(first.hash(), rotation);
        store.close();
        try (OAuthStore later = fixture().sameData(store).orElseThrow()) {
            assertThat(later.tokens()
                            .findRefresh(rotation.successor().hash())
                            .orElseThrow()
                            .isActive(at(2)))
                    .isTrue();
            assertThat(later.tokens().rotate(first.hash(), rotation))
                    .isEqualTo(new RotateOutcome.Reused(first.grantId(), 1));
        }
    }

    @Test
    @DisplayName("21: close is idempotent, and a closed store fails instead of finding nothing")
    void failsWhenClosed() {
        List<ThrowingCallable> verbs = everyVerb();
        store.close();
        store.close();
        assertAllFail(verbs);
    }

    @Test
    @DisplayName("21: an outage is an exception, and the store recovers with its backend")
    void failsDuringAnOutageAndRecovers() throws Exception {
        GrantRecord grant = make.storedGrant();
        List<ThrowingCallable> verbs = everyVerb();
        Optional<AutoCloseable> outage = fixture().outage(store);
        Assumptions.assumeTrue(outage.isPresent(), "the fixture can not take its backend down");
        try (AutoCloseable down = outage.get()) {
            assertThat(down).isNotNull();
            assertAllFail(verbs);
        }
        assertThat(store.grants().find(grant.grantId())).contains(grant);
    }

    private static void assertAllFail(List<ThrowingCallable> verbs) {
        for (ThrowingCallable verb : verbs) {
            assertThatThrownBy(verb).isInstanceOf(StoreException.class);
        }
    }

    private List<ThrowingCallable> everyVerb() {
        RefreshRecord family = make.storedFamily();
        GrantRecord grant = store.grants().find(family.grantId()).orElseThrow();
        RedeemCommand redeem = make.redeem(grant, ReplayWindow.closed(), at(1));
        RotateCommand rotate = make.rotate(family, ReplayWindow.closed(), at(1));
        TransactionRecord transaction = TransactionRecord.begun(Samples.hash(), T0, at(60), Samples.PAYLOAD);
        CodeRecord code = CodeRecord.issued(Samples.hash(), "g", "c", T0, at(60), Samples.PAYLOAD);
        return List.of(
                () -> store.clients().find("c"),
                () -> store.clients().registerIfAbsent("f", make.client("c"), RegistrationLimits.UNLIMITED),
                () -> store.clients().update(make.client("c"), 1),
                () -> store.clients().delete("c"),
                () -> store.clients().touch("c", at(1), at(2)),
                () -> store.clients().list(Cursor.START, 5),
                () -> store.grants().create(make.grant("g", "alice", "c", "")),
                () -> store.grants().find("g"),
                () -> store.grants().revoke("g", RevokeReason.OPERATOR, at(1)),
                () -> store.grants().revokeWhere(new GrantSelector.OfClient("c"), RevokeReason.OPERATOR, at(1)),
                () -> store.grants().updateSealedProps("g", OpaqueBytes.empty(), 1),
                () -> store.grants().list(new GrantSelector.OfClient("c"), Cursor.START, 5),
                () -> store.codes().issue(code),
                () -> store.codes().peek(code.hash()),
                () -> store.codes().redeem(code.hash(), redeem),
                () -> store.codes().recordFailure(code.hash(), at(1)),
                () -> store.tokens().insertAccess(make.access(grant)),
                () -> store.tokens().findAccess(Samples.hash()),
                () -> store.tokens().findRefresh(family.hash()),
                () -> store.tokens().rotate(family.hash(), rotate),
                () -> store.tokens().revoke(family.hash(), family.clientId(), at(1)),
                () -> store.transactions().put(transaction),
                () -> store.transactions().get(transaction.id(), at(1)),
                () -> store.transactions().take(transaction.id(), at(1)),
                () -> store.transactions().advance(transaction, 1, at(1)),
                () -> store.replay().putIfAbsent(ReplayScope.DPOP, Samples.hash(), T0, at(60)),
                () -> store.purge(at(1), 5));
    }
}
