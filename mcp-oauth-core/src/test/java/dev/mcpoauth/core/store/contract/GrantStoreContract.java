package dev.mcpoauth.core.store.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantRecord;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantSelector.OfClient;
import dev.mcpoauth.core.store.GrantSelector.OfSubject;
import dev.mcpoauth.core.store.GrantSelector.OfSubjectAndClient;
import dev.mcpoauth.core.store.GrantSelector.OfSubjectClientAndRedirect;
import dev.mcpoauth.core.store.GrantState;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RevokeReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Grants. What revocation does to codes and tokens is in {@link RevocationContract}. */
public abstract class GrantStoreContract extends FacetContract {

    @Test
    void findsAGrantAsItWasCreated() {
        GrantRecord grant = make.storedGrant();
        assertThat(store.grants().find(grant.grantId())).contains(grant);
        assertThat(store.grants().find("unknown")).isEmpty();
    }

    @Test
    void keepsAGrantWithoutRedirect() {
        GrantRecord grant = make.grant("g", "client-1", "client-1", "");
        store.grants().create(grant);
        assertThat(store.grants().find("g")).contains(grant);
    }

    @Test
    void neverOverwritesAGrant() {
        GrantRecord grant = make.storedGrant();
        GrantRecord other = make.grant(grant.grantId(), "mallory", "client-2", "");
        assertThatThrownBy(() -> store.grants().create(other)).isInstanceOf(IllegalStateException.class);
        assertThat(store.grants().find(grant.grantId())).contains(grant);
    }

    @ParameterizedTest
    @EnumSource
    void remembersWhyAndWhenItWasRevoked(RevokeReason why) {
        GrantRecord grant = make.storedGrant();
        assertThat(store.grants().revoke(grant.grantId(), why, at(7))).isTrue();
        GrantRecord revoked = store.grants().find(grant.grantId()).orElseThrow();
        assertThat(revoked.state()).isEqualTo(new GrantState.Revoked(why, at(7)));
        assertThat(revoked.isLive(at(8))).isFalse();
    }

    @Test
    @DisplayName("11: revoke is true once, and the first reason stays")
    void revokesOnce() {
        GrantRecord grant = make.storedGrant();
        assertThat(store.grants().revoke("unknown", RevokeReason.OPERATOR, at(1)))
                .isFalse();
        assertThat(store.grants().revoke(grant.grantId(), RevokeReason.OWNER_REQUEST, at(1)))
                .isTrue();
        assertThat(store.grants().revoke(grant.grantId(), RevokeReason.OPERATOR, at(2)))
                .isFalse();
        assertThat(store.grants().find(grant.grantId()).orElseThrow().state())
                .isEqualTo(new GrantState.Revoked(RevokeReason.OWNER_REQUEST, at(1)));
    }

    @Test
    @DisplayName("11: one of concurrent revocations is true")
    void oneOfConcurrentRevocationsIsTrue() throws Exception {
        for (int round = 0; round < 20; round++) {
            GrantRecord grant = make.storedGrant();
            List<Boolean> results =
                    Race.run(i -> () -> store.grants().revoke(grant.grantId(), RevokeReason.OPERATOR, at(i)));
            assertThat(results).containsOnlyOnce(true);
        }
    }

    static Stream<Arguments> selectors() {
        return Stream.of(
                Arguments.of(new OfSubject("alice"), List.of("g1", "g2", "g3")),
                Arguments.of(new OfSubject("Alice"), List.of()),
                Arguments.of(new OfClient("c1"), List.of("g1", "g2", "g4")),
                Arguments.of(new OfSubjectAndClient("alice", "c1"), List.of("g1", "g2")),
                Arguments.of(new OfSubjectClientAndRedirect("alice", "c1", "http://b"), List.of("g2")),
                Arguments.of(new OfSubjectClientAndRedirect("alice", "c1", "http://B"), List.of()));
    }

    private void createFour() {
        store.grants().create(make.grant("g1", "alice", "c1", "http://a"));
        store.grants().create(make.grant("g2", "alice", "c1", "http://b"));
        store.grants().create(make.grant("g3", "alice", "c2", "http://a"));
        store.grants().create(make.grant("g4", "bob", "c1", "http://a"));
    }

    @ParameterizedTest
    @MethodSource("selectors")
    void listsTheSelectedGrants(GrantSelector by, List<String> expected) {
        createFour();
        assertThat(store.grants().list(by, Cursor.START, 10).items())
                .extracting(GrantRecord::grantId)
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("selectors")
    void revokesTheSelectedGrantsAndCountsThem(GrantSelector by, List<String> expected) {
        createFour();
        assertThat(store.grants().revokeWhere(by, RevokeReason.OPERATOR, at(1))).isEqualTo(expected.size());
        assertThat(store.grants().revokeWhere(by, RevokeReason.OPERATOR, at(2))).isZero();
        for (String id : List.of("g1", "g2", "g3", "g4")) {
            assertThat(store.grants().find(id).orElseThrow().isLive(at(3))).isEqualTo(!expected.contains(id));
        }
    }

    @Test
    void countsOnlyWhatItChanged() {
        createFour();
        store.grants().revoke("g1", RevokeReason.OWNER_REQUEST, at(1));
        assertThat(store.grants().revokeWhere(new OfClient("c1"), RevokeReason.OPERATOR, at(2)))
                .isEqualTo(2);
    }

    @Test
    void updatesSealedPropsOfTheExpectedVersionOnly() {
        GrantRecord grant = make.storedGrant();
        OpaqueBytes next = OpaqueBytes.ofUtf8("next");
        assertThat(store.grants().updateSealedProps(grant.grantId(), next, 2)).isFalse();
        assertThat(store.grants().updateSealedProps(grant.grantId(), next, 1)).isTrue();
        assertThat(store.grants().updateSealedProps(grant.grantId(), next, 1)).isFalse();
        GrantRecord updated = store.grants().find(grant.grantId()).orElseThrow();
        assertThat(updated.sealedProps()).isEqualTo(next);
        assertThat(updated.version()).isEqualTo(2);
        assertThat(updated.payload()).isEqualTo(grant.payload());
        assertThat(store.grants().updateSealedProps("unknown", next, 1)).isFalse();
    }

    @Test
    void refusesSealedPropsForARevokedGrant() {
        GrantRecord grant = make.storedGrant();
        store.grants().revoke(grant.grantId(), RevokeReason.OPERATOR, at(1));
        for (long version = 1; version <= 3; version++) {
            assertThat(store.grants().updateSealedProps(grant.grantId(), OpaqueBytes.empty(), version))
                    .isFalse();
        }
    }

    @Test
    void oneOfConcurrentUpdatesWins() throws Exception {
        GrantRecord grant = make.storedGrant();
        for (int version = 1; version <= 20; version++) {
            long expected = version;
            List<Boolean> results = Race.run(i ->
                    () -> store.grants().updateSealedProps(grant.grantId(), OpaqueBytes.ofUtf8("by " + i), expected));
            assertThat(results).containsOnlyOnce(true);
        }
    }

    @Test
    @DisplayName("19: paging is stable while others sign in")
    void pagesThroughTheSelectedGrants() {
        List<String> expected = new ArrayList<>();
        for (int i = 10; i < 35; i++) {
            make.storedGrant("g" + i);
            store.grants().create(make.grant("h" + i, "bob", "c2", ""));
            expected.add("g" + i);
        }
        List<String> seen = new ArrayList<>();
        Optional<Cursor> next = Optional.of(Cursor.START);
        while (next.isPresent()) {
            Page<GrantRecord> page = store.grants().list(new OfSubject(Samples.SUBJECT), next.get(), 10);
            page.items().forEach(grant -> seen.add(grant.grantId()));
            make.storedGrant("a" + seen.size());
            next = page.next();
        }
        assertThat(seen).isEqualTo(expected);
    }
}
