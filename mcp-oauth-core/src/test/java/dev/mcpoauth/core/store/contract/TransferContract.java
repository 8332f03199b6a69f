package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.secret.RefreshToken;
import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.ClientRecord;
import dev.mcpoauth.core.store.ClientRegistration;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RegistrationLimits;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.StoreException;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.core.store.transfer.RowKind;
import dev.mcpoauth.core.store.transfer.StoreTransfer;
import dev.mcpoauth.core.store.transfer.TransferCount;
import dev.mcpoauth.core.store.transfer.TransferableStore;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.security.SecureRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A store that can be moved decides as before once it was. */
public abstract class TransferContract extends FacetContract {
    private static final ReplayWindow OPEN = new ReplayWindow(Samples.SEALED, at(30), 2);

    private TransferableStore from;

    @BeforeEach
    void canBeMoved() {
        Assumptions.assumeTrue(store instanceof TransferableStore, "not a transferable store");
        from = (TransferableStore) store;
    }

    private static String exported(TransferableStore store) throws IOException {
        var text = new StringWriter();
        StoreTransfer.exportFrom(store, text);
        return text.toString();
    }

    private TransferableStore moved() throws Exception {
        TransferableStore to = (TransferableStore) fixture().newStore();
        StoreTransfer.importInto(to, new StringReader(exported(from)));
        return to;
    }

    @Test
    @DisplayName("6, 7, 8: a moved refresh token rotates, is repeated inside its window, and is reused after it")
    void aMovedFamilyGoesOn() throws Exception {
        RefreshRecord first = make.storedFamily();
        RotateCommand rotation = make.rotate(first, OPEN, at(1));
        store.tokens().rotate(first.hash(), rotation);
        store.tokens().rotate(first.hash(), rotation);
        try (TransferableStore to = moved()) {
            assertThat(to.tokens().rotate(first.hash(), rotation))
                    .isEqualTo(new RotateOutcome.Replay(Samples.SEALED, at(1)));
            assertThat(to.tokens().rotate(first.hash(), rotation))
                    .as("two replays, one before the move")
                    .isEqualTo(new RotateOutcome.Reused(first.grantId(), 1));
            RotateCommand next = make.rotate(rotation.successor(), OPEN, at(2));
            assertThat(to.tokens().rotate(rotation.successor().hash(), next))
                    .isEqualTo(new RotateOutcome.Rotated(next.successor()));
        }
    }

    @Test
    @DisplayName("1, 7: a moved code is redeemed once, and a redeemed one is repeated inside its window only")
    void movedCodesKeepTheirStatus() throws Exception {
        GrantRecord grant = make.storedGrant();
        CodeRecord issued = make.storedCode(grant);
        store.codes().recordFailure(issued.hash(), at(1));
        CodeRecord redeemed = make.storedCode(grant);
        RedeemCommand command = make.redeem(grant, OPEN, at(1));
        store.codes().redeem(redeemed.hash(), command);
        try (TransferableStore to = moved()) {
            assertThat(to.codes().peek(issued.hash())).isEqualTo(store.codes().peek(issued.hash()));
            assertThat(to.codes().redeem(issued.hash(), make.redeem(grant, OPEN, at(2))))
                    .isInstanceOf(RedeemOutcome.Redeemed.class);
            assertThat(to.codes().redeem(redeemed.hash(), command))
                    .isEqualTo(new RedeemOutcome.DuplicateSubmit(Samples.SEALED));
            RefreshRecord refresh = command.first().refresh().orElseThrow();
            to.tokens().rotate(refresh.hash(), make.rotate(refresh, OPEN, at(3)));
            assertThat(to.codes().redeem(redeemed.hash(), command))
                    .isEqualTo(new RedeemOutcome.Replayed(grant.grantId()));
        }
    }

    @Test
    @DisplayName("9: what was revoked stays revoked")
    void revocationsAreMoved() throws Exception {
        GrantRecord ended = make.storedGrant();
        RefreshRecord underIt = make.storedFamily(ended);
        store.grants().revoke(ended.grantId(), RevokeReason.OWNER_REQUEST, at(1));
        GrantRecord live = make.storedGrant();
        AccessRecord revoked = make.access(live);
        AccessRecord active = make.access(live);
        store.tokens().insertAccess(revoked);
        store.tokens().insertAccess(active);
        store.tokens().revoke(revoked.hash(), revoked.clientId(), at(1));
        try (TransferableStore to = moved()) {
            assertThat(to.grants().find(ended.grantId()))
                    .isEqualTo(store.grants().find(ended.grantId()));
            assertThat(to.tokens().rotate(underIt.hash(), make.rotate(underIt, OPEN, at(2))))
                    .isEqualTo(new RotateOutcome.Revoked());
            assertThat(to.tokens().findAccess(revoked.hash()).orElseThrow().isActive(at(2)))
                    .isFalse();
            assertThat(to.tokens().findAccess(active.hash()).orElseThrow().isActive(at(2)))
                    .isTrue();
        }
    }

    @Test
    @DisplayName("14: a moved client keeps its fingerprint")
    void clientsAreMoved() throws Exception {
        ClientRecord client = make.client("c");
        store.clients().registerIfAbsent("print", client, RegistrationLimits.UNLIMITED);
        store.clients().update(client.withPayload(OpaqueBytes.ofUtf8("new")), 1);
        store.clients().touch("c", at(50), at(90_000));
        try (TransferableStore to = moved()) {
            ClientRecord there = store.clients().find("c").orElseThrow();
            assertThat(to.clients().find("c")).contains(there);
            assertThat(to.clients().registerIfAbsent("print", make.client("d"), RegistrationLimits.UNLIMITED))
                    .isEqualTo(new ClientRegistration.Existing(there));
        }
    }

    @Test
    void theMovedStoreExportsTheSame() throws Exception {
        runEverything();
        try (TransferableStore to = moved();
                TransferableStore memory = new InMemoryOAuthStore()) {
            assertThat(exported(to).lines()).containsExactlyInAnyOrderElementsOf(lines(from));
            StoreTransfer.importInto(memory, new StringReader(exported(from)));
            assertThat(exported(memory).lines()).containsExactlyInAnyOrderElementsOf(lines(from));
        }
    }

    private static Iterable<String> lines(TransferableStore store) throws IOException {
        return exported(store).lines().toList();
    }

    private void runEverything() {
        store.clients().registerIfAbsent("print \ud83d\udd11", make.client("c"), RegistrationLimits.UNLIMITED);
        for (int i = 0; i < 3; i++) {
            RefreshRecord first = make.storedFamily();
            store.tokens().rotate(first.hash(), make.rotate(first, OPEN, at(1)));
            make.storedCode(store.grants().find(first.grantId()).orElseThrow());
        }
        store.grants().revoke(make.storedFamily().grantId(), RevokeReason.OPERATOR, at(2));
    }

    @Test
    void importingAgainAddsAndChangesNothing() throws Exception {
        runEverything();
        String text = exported(from);
        try (TransferableStore to = (TransferableStore) fixture().newStore()) {
            StoreTransfer.importInto(to, new StringReader(text));
            to.grants().revokeWhere(new GrantSelector.OfClient(Samples.CLIENT), RevokeReason.OPERATOR, at(9));
            String after = exported(to);
            assertThat(StoreTransfer.importInto(to, new StringReader(text)).total())
                    .isZero();
            assertThat(exported(to).lines())
                    .containsExactlyInAnyOrderElementsOf(after.lines().toList());
        }
    }

    @Test
    void movesMoreThanOnePage() throws Exception {
        GrantRecord grant = make.storedGrant();
        for (int i = 0; i < 450; i++) {
            store.tokens().insertAccess(make.access(grant));
        }
        try (TransferableStore to = (TransferableStore) fixture().newStore()) {
            TransferCount added = StoreTransfer.importInto(to, new StringReader(exported(from)));
            assertThat(added.of(RowKind.ACCESS)).isEqualTo(450);
            assertThat(added.of(RowKind.GRANT)).isEqualTo(1);
        }
    }

    @Test
    @DisplayName("17: no secret is in an export")
    void exportsNoSecret() throws Exception {
        var token = RefreshToken.generate(new SecureRandom());
        GrantRecord grant = make.storedGrant();
        RefreshRecord first = make.storedFamily(grant);
        var next = make.tokens(grant, 2).with(make.refresh(grant, 2, token.hash()));
        store.tokens().rotate(first.hash(), new RotateCommand(grant.clientId(), next, OPEN, at(1)));
        assertThat(exported(from)).contains(token.hash().encoded()).doesNotContain(token.reveal());
    }

    /** Only what a {@link TransferableStore} adds; {@link WholeStoreContract} has the other verbs. */
    @Test
    @DisplayName("21: a closed store moves nothing")
    void failsWhenClosed() {
        store.close();
        assertThatThrownBy(() -> exported(from)).isInstanceOf(StoreException.class);
    }
}
