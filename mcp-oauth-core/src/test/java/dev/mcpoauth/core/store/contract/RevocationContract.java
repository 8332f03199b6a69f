package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.mcpoauth.core.store.AccessRecord;
import dev.mcpoauth.core.store.AccessView;
import dev.mcpoauth.core.store.CodeRecord;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RedeemCommand;
import dev.mcpoauth.core.store.RedeemOutcome;
import dev.mcpoauth.core.store.RefreshRecord;
import dev.mcpoauth.core.store.RefreshView;
import dev.mcpoauth.core.store.ReplayWindow;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.RotateCommand;
import dev.mcpoauth.core.store.RotateOutcome;
import dev.mcpoauth.core.store.RotateOutcome.Revoked;
import dev.mcpoauth.core.store.RotateOutcome.Rotated;
import dev.mcpoauth.core.store.TokenStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What ending a grant or a single token does to everything else. */
public abstract class RevocationContract extends FacetContract {
    private static final ReplayWindow OPEN = new ReplayWindow(Samples.SEALED, at(30), 100);

    @Test
    @DisplayName("9: revoking a grant ends every code and token under it at the next read")
    void endsTheWholeFamily() {
        GrantRecord grant = make.storedGrant();
        CodeRecord code = make.storedCode(grant);
        RefreshRecord first = make.storedFamily(grant);
        RotateCommand rotation = make.rotate(first, OPEN, at(1));
        store.tokens().rotate(first.hash(), rotation);
        store.grants().revoke(grant.grantId(), RevokeReason.REFRESH_REUSED, at(2));
        assertThat(isActive(store.tokens(), rotation)).isFalse();
        assertThat(store.tokens().rotate(rotation.successor().hash(), make.rotate(rotation.successor(), OPEN, at(3))))
                .isEqualTo(new Revoked());
        assertThat(store.tokens().rotate(first.hash(), make.rotate(first, OPEN, at(3))))
                .isEqualTo(new Revoked());
        assertThat(store.codes().redeem(code.hash(), make.redeem(grant, OPEN, at(3))))
                .isEqualTo(new RedeemOutcome.Revoked());
    }

    @Test
    @DisplayName("9: also on the other node, if the store is shared")
    void endsTheFamilyOnEveryNode() throws Exception {
        Assumptions.assumeTrue(store.capabilities().shared(), "not a shared store");
        try (OAuthStore otherNode = fixture().sameData(store).orElseThrow()) {
            RefreshRecord first = make.storedFamily();
            RotateCommand rotation = make.rotate(first, OPEN, at(1));
            store.tokens().rotate(first.hash(), rotation);
            assertThat(isActive(otherNode.tokens(), rotation)).isTrue();
            store.grants().revoke(first.grantId(), RevokeReason.OPERATOR, at(2));
            assertThat(isActive(otherNode.tokens(), rotation)).isFalse();
        }
    }

    private static boolean isActive(TokenStore tokens, RotateCommand rotation) {
        Optional<RefreshView> refresh = tokens.findRefresh(rotation.successor().hash());
        Optional<AccessView> access =
                tokens.findAccess(rotation.next().access().orElseThrow().hash());
        return refresh.filter(view -> view.isActive(at(3))).isPresent()
                || access.filter(view -> view.isActive(at(3))).isPresent();
    }

    @Test
    @DisplayName("10: after a revocation and a rotation at the same time no token is active")
    void revocationWinsAgainstConcurrentRotation() throws Exception {
        for (int round = 0; round < 40; round++) {
            RefreshRecord first = make.storedFamily();
            RotateCommand rotation = make.rotate(first, OPEN, at(1));
            List<Object> results = Race.run(List.of(
                    () -> store.tokens().rotate(first.hash(), rotation),
                    () -> store.grants().revoke(first.grantId(), RevokeReason.OWNER_REQUEST, at(1))));
            assertThat(results.get(0)).isIn(new Rotated(rotation.successor()), new Revoked());
            assertThat(results.get(1)).isEqualTo(true);
            assertThat(isActive(store.tokens(), rotation)).isFalse();
            assertThat(store.tokens()
                            .rotate(rotation.successor().hash(), make.rotate(rotation.successor(), OPEN, at(2))))
                    .isIn(new Revoked(), new RotateOutcome.Unknown());
        }
    }

    @Test
    @DisplayName("10: after a revocation and a redemption at the same time no token is active")
    void revocationWinsAgainstConcurrentRedemption() throws Exception {
        for (int round = 0; round < 40; round++) {
            GrantRecord grant = make.storedGrant();
            CodeRecord code = make.storedCode(grant);
            RedeemCommand command = make.redeem(grant, OPEN, at(1));
            List<Object> results = Race.run(List.of(
                    () -> store.codes().redeem(code.hash(), command),
                    () -> store.grants().revoke(grant.grantId(), RevokeReason.OWNER_REQUEST, at(1))));
            assertThat(results.get(0)).isIn(new RedeemOutcome.Redeemed(code), new RedeemOutcome.Revoked());
            assertThat(store.tokens()
                            .findAccess(command.first().access().orElseThrow().hash())
                            .filter(view -> view.isActive(at(2))))
                    .isEmpty();
        }
    }

    @Test
    void revokesASingleAccessTokenOnce() {
        GrantRecord grant = make.storedGrant();
        AccessRecord token = make.access(grant);
        AccessRecord other = make.access(grant);
        store.tokens().insertAccess(token);
        store.tokens().insertAccess(other);
        assertThat(store.tokens().revoke(token.hash(), "client-2", at(1))).isFalse();
        assertThat(store.tokens().findAccess(token.hash()).orElseThrow().isActive(at(1)))
                .isTrue();
        assertThat(store.tokens().revoke(token.hash(), grant.clientId(), at(1))).isTrue();
        assertThat(store.tokens().revoke(token.hash(), grant.clientId(), at(1))).isFalse();
        assertThat(store.tokens().findAccess(token.hash()).orElseThrow().isActive(at(1)))
                .isFalse();
        assertThat(store.tokens().findAccess(other.hash()).orElseThrow().isActive(at(1)))
                .isTrue();
        assertThat(store.tokens().revoke(Samples.hash(), grant.clientId(), at(1)))
                .isFalse();
    }

    @Test
    void revokesASingleRefreshTokenOnce() {
        RefreshRecord token = make.storedFamily();
        assertThat(store.tokens().revoke(token.hash(), "client-2", at(1))).isFalse();
        assertThat(store.tokens().revoke(token.hash(), token.clientId(), at(1))).isTrue();
        assertThat(store.tokens().revoke(token.hash(), token.clientId(), at(1))).isFalse();
        assertThat(store.tokens().findRefresh(token.hash()).orElseThrow().isActive(at(1)))
                .isFalse();
        assertThat(store.tokens().rotate(token.hash(), make.rotate(token, OPEN, at(2))))
                .isEqualTo(new Revoked());
    }

    @Test
    void aRotatedTokenStaysEvidenceOfReuse() {
        RefreshRecord token = make.storedFamily();
        store.tokens().rotate(token.hash(), make.rotate(token, ReplayWindow.closed(), at(1)));
        assertThat(store.tokens().revoke(token.hash(), token.clientId(), at(2))).isFalse();
        assertThat(store.tokens().rotate(token.hash(), make.rotate(token, OPEN, at(3))))
                .isInstanceOf(RotateOutcome.Reused.class);
    }

    @Test
    void eitherTheRotationOrTheRevocationOfATokenWins() throws Exception {
        for (int round = 0; round < 40; round++) {
            RefreshRecord token = make.storedFamily();
            RotateCommand rotation = make.rotate(token, OPEN, at(1));
            List<Object> results = Race.run(List.of(
                    () -> store.tokens().rotate(token.hash(), rotation),
                    () -> store.tokens().revoke(token.hash(), token.clientId(), at(1))));
            boolean rotated = results.get(0) instanceof Rotated;
            assertThat(results.get(1)).isEqualTo(!rotated);
            assertThat(store.tokens().findRefresh(rotation.successor().hash()).isPresent())
                    .isEqualTo(rotated);
        }
    }
}
