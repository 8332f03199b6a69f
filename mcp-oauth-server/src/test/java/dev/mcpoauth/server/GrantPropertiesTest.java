package dev.mcpoauth.server;

import static dev.mcpoauth.server.TestServer.RESOURCE;
import static dev.mcpoauth.server.TestServer.authorize;
import static dev.mcpoauth.server.TestServer.json;
import static dev.mcpoauth.server.TestServer.parameters;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.mcpoauth.core.ResourceIndicator;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OAuthStore;
import dev.mcpoauth.core.store.RevokeReason;
import dev.mcpoauth.core.store.memory.InMemoryOAuthStore;
import dev.mcpoauth.server.http.WebResponse;
import dev.mcpoauth.server.login.Subject;
import dev.mcpoauth.server.resource.AuthenticatedCaller;
import dev.mcpoauth.server.resource.GrantProperties;
import dev.mcpoauth.server.resource.Verification;
import dev.mcpoauth.server.store.jdbc.JdbcDump;
import dev.mcpoauth.server.store.jdbc.JdbcOAuthStore;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Properties that a sign-in leaves with a grant")
class GrantPropertiesTest {
    private static final String ACCOUNT = "account-4711-of-the-bank";

    private static Optional<Subject> accounts(String name, String password) {
        return TestServer.alice(name, password)
                .map(person -> person.withProperties(
                        JsonObject.builder().put("account", ACCOUNT).build()));
    }

    private static TestServer server(OAuthStore store) {
        return new TestServer(Device::allowed, store, GrantPropertiesTest::accounts);
    }

    private static GrantProperties properties(TestServer as, JsonObject tokens) {
        return caller(as, tokens.string("access_token").orElseThrow()).properties();
    }

    private static AuthenticatedCaller caller(TestServer as, String token) {
        Verification verified = as.server.tokenVerifier().verify(token, new ResourceIndicator(RESOURCE));
        assertThat(verified).isInstanceOf(Verification.Active.class);
        return ((Verification.Active) verified).caller();
    }

    private static Optional<String> account(GrantProperties properties) {
        return properties.read().flatMap(values -> values.string("account"));
    }

    private static JsonObject refreshed(TestServer as, JsonObject tokens) {
        return json(as.refresh(tokens.string("refresh_token").orElseThrow()));
    }

    @Test
    void areThereForEveryTokenOfTheGrant() {
        TestServer as = server(new InMemoryOAuthStore());
        JsonObject tokens = as.tokens();
        JsonObject next = refreshed(as, refreshed(as, tokens));

        assertThat(account(properties(as, tokens))).contains(ACCOUNT);
        assertThat(account(properties(as, next))).contains(ACCOUNT);
    }

    @Test
    void areThereForASignInThatWasKept() {
        TestServer as = server(new InMemoryOAuthStore());
        Browser browser = as.browser();
        browser.signInAndApprove(authorize());
        WebResponse consent = browser.open(authorize("scope", "db:write"));
        WebResponse redirect = browser.submit(consent, "action", "approve");

        JsonObject tokens = json(as.redeem(parameters(redirect).value("code").orElseThrow()));

        assertThat(account(properties(as, tokens))).contains(ACCOUNT);
    }

    @Test
    @DisplayName("Device authorization: the browser that approves knows too little to seal them, the device gets them")
    void areThereForADevice() {
        TestServer as = server(new InMemoryOAuthStore());
        Device device = Device.begin(as);
        device.answer(as.browser(), "approve");
        JsonObject tokens = json(device.poll());

        assertThat(account(properties(as, tokens))).contains(ACCOUNT);
        JsonObject next = json(as.form(
                "/token",
                "grant_type",
                "refresh_token",
                "client_id",
                "tv",
                "refresh_token",
                tokens.string("refresh_token").orElseThrow()));
        assertThat(account(properties(as, next))).contains(ACCOUNT);
    }

    @Test
    void changeForAllTokensOfTheGrantAndForNoOther() {
        TestServer as = server(new InMemoryOAuthStore());
        JsonObject tokens = as.tokens();
        JsonObject other = as.tokens();

        boolean changed = properties(as, tokens)
                .update(values -> values.toBuilder().put("account", "moved").build());

        assertThat(changed).isTrue();
        assertThat(account(properties(as, refreshed(as, tokens)))).contains("moved");
        assertThat(account(properties(as, other))).contains(ACCOUNT);
    }

    @Test
    void loseNoneOfManyChangesAtOnce() throws Exception {
        TestServer as = server(new InMemoryOAuthStore());
        JsonObject tokens = as.tokens();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Boolean>> changes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String name = "change-" + i;
            changes.add(threads.submit(() -> properties(as, tokens)
                    .update(values -> values.toBuilder().put(name, true).build())));
        }
        for (Future<Boolean> change : changes) {
            assertThat(change.get()).isTrue();
        }
        threads.shutdown();

        assertThat(properties(as, tokens).read().orElseThrow().names())
                .contains("account", "change-0", "change-1", "change-2", "change-3");
    }

    @Test
    void endWithTheGrantAlsoForACallThatIsRunning() {
        TestServer as = server(new InMemoryOAuthStore());
        GrantProperties properties = properties(as, as.tokens());
        String grant = as.events.stream()
                .filter(event -> event.reason().id().equals("token.issued"))
                .map(event -> event.facts().get("grant"))
                .findFirst()
                .orElseThrow();

        as.server.store().grants().revoke(grant, RevokeReason.OPERATOR, as.now());

        assertThat(properties.read()).isEmpty();
        assertThat(properties.update(values -> values)).isFalse();
    }

    @Test
    void haveABoundAndStayAsTheyWereBeyondIt() {
        TestServer as = server(new InMemoryOAuthStore());
        GrantProperties properties = properties(as, as.tokens());
        String much = "x".repeat(GrantProperties.MOST_BYTES);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> properties.update(
                        values -> values.toBuilder().put("much", much).build()));
        assertThat(properties.read().orElseThrow().names()).containsExactly("account");
    }

    @Test
    void areNotThereWhereTheSignInLeftNone() {
        TestServer as = new TestServer();

        GrantProperties properties = properties(as, as.tokens());

        assertThat(properties.read()).isEmpty();
        assertThat(properties.update(values -> values)).isFalse();
    }

    @Test
    @DisplayName("At rest nothing can be read: neither of pending requests, sign-ins, codes, tokens nor grants")
    void areSealedWhereverTheyAreKept() throws Exception {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        try (OAuthStore store = JdbcOAuthStore.open(database);
                Connection connection = database.getConnection()) {
            TestServer as = server(store);
            StringBuilder dumps = new StringBuilder();
            Browser browser = as.browser();
            WebResponse consent = browser.signIn(browser.open(authorize()));
            dumps.append(dump(connection));
            String code = parameters(browser.submit(consent, "action", "approve"))
                    .value("code")
                    .orElseThrow();
            dumps.append(dump(connection));
            JsonObject tokens = json(as.redeem(code));
            properties(as, tokens)
                    .update(values -> values.toBuilder().put("more", ACCOUNT).build());
            Device device = Device.begin(as);
            device.answer(as.browser(), "approve");
            dumps.append(dump(connection));

            assertThat(dumps).contains("alice-id").doesNotContain(ACCOUNT);
            assertThat(account(properties(as, refreshed(as, tokens)))).contains(ACCOUNT);
            assertThat(account(properties(as, json(device.poll())))).contains(ACCOUNT);
        }
    }

    private static String dump(Connection connection) throws Exception {
        return new String(JdbcDump.of(connection), StandardCharsets.ISO_8859_1);
    }
}
