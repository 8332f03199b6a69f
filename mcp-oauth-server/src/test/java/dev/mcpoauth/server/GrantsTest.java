package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.authorize;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.Scope;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.Cursor;
import dev.mcpoauth.core.store.GrantSelector;
import dev.mcpoauth.core.store.GrantStanding;
import dev.mcpoauth.core.store.Page;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.server.grant.Grant;
import dev.mcpoauth.server.grant.Grants;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.settings.ClientSettings;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An operator sees what was granted and ends it")
class GrantsTest {
    private static final GrantSelector ALICE = new GrantSelector.OfSubject("alice-id");

    private final TestServer as =
            new TestServer(settings -> settings.client(ClientSettings.publicClient("other", TestServer.REDIRECT)));
    private final Grants grants = as.server.grants();

    private Verification verified(JsonObject tokens) {
        return as.server
                .tokenVerifier()
                .verify(tokens.string("access_token").orElseThrow(), new ResourceIndicator(RESOURCE));
    }

    private Grant only(GrantSelector of) {
        Page<Grant> page = grants.list(of, Cursor.START, 10);
        assertThat(page.items()).hasSize(1);
        return page.items().get(0);
    }

    @Test
    void showsWhoGrantedWhatToWhom() {
        as.tokens();

        Grant grant = only(ALICE);

        assertThat(grant.clientId()).isEqualTo("app");
        assertThat(grant.terms().scope()).isEqualTo(Scope.of("db:read"));
        assertThat(grant.terms().covers(new ResourceIndicator(RESOURCE))).isTrue();
        assertThat(grant.isLive()).isTrue();
        assertThat(grant.revoked()).isEmpty();
        assertThat(grants.find(grant.id())).contains(grant);
    }

    @Test
    void endsOneGrantAtOnceAndOnce() {
        JsonObject tokens = as.tokens();
        assertThat(verified(tokens)).as("cached from now on").isInstanceOf(Verification.Active.class);
        String id = only(ALICE).id();

        assertThat(grants.revoke(id)).isTrue();

        assertThat(verified(tokens)).isInstanceOf(Verification.Inactive.class);
        assertThat(as.refresh(tokens.string("refresh_token").orElseThrow()).status())
                .isEqualTo(400);
        assertThat(only(ALICE).revoked()).contains(RevokeReason.OPERATOR);
        assertThat(grants.revoke(id)).isFalse();
    }

    @Test
    void endsAllOfOneSubjectOrOfOneClientAndNoOthers() {
        JsonObject one = as.tokens();
        JsonObject two = TestServer.json(as.redeem(as.code("client_id", "other"), "client_id", "other"));

        assertThat(grants.revokeAllOfClient("other")).isEqualTo(1);
        assertThat(verified(two)).isInstanceOf(Verification.Inactive.class);
        assertThat(verified(one)).isInstanceOf(Verification.Active.class);
        assertThat(grants.revokeAllOfSubject("nobody")).isZero();
        assertThat(grants.revokeAllOfSubject("alice-id")).isEqualTo(1);
        assertThat(verified(one)).isInstanceOf(Verification.Inactive.class);
        assertThat(as.events.get(as.events.size() - 1).facts())
                .containsEntry("subject", "alice-id")
                .containsEntry("grants", "1");
    }

    @Test
    void showsPagesThatMissNothing() {
        for (int i = 0; i < 5; i++) {
            as.code();
        }

        Page<Grant> first = grants.list(ALICE, Cursor.START, 3);
        Page<Grant> second = grants.list(ALICE, first.next().orElseThrow(), 3);

        assertThat(first.items()).hasSize(3);
        assertThat(second.items()).hasSize(2).doesNotContainAnyElementsOf(first.items());
        assertThat(second.next()).isEmpty();
    }

    @Test
    void showsWhatIsOverAsOver() {
        as.browser().signInAndApprove(authorize());
        as.advance(Duration.ofDays(10_000));

        assertThat(only(ALICE).standing()).isEqualTo(GrantStanding.EXPIRED);
        assertThat(only(ALICE).isLive()).isFalse();
    }

    @Test
    void refusesAPageWithoutBounds() {
        assertThatIllegalArgumentException().isThrownBy(() -> grants.list(ALICE, Cursor.START, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> grants.list(ALICE, Cursor.START, 1001));
        assertThat(grants.find("nothing")).isEqualTo(Optional.empty());
    }
}
