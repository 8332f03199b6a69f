package dev.mcpoauth.example.conformance.client;

import dev.mcpoauth.client.OAuthClient;
import dev.mcpoauth.client.authentication.ClientIdentity;
import dev.mcpoauth.client.authentication.PrivateKeyJwt;
import dev.mcpoauth.client.authentication.PublicClient;
import dev.mcpoauth.client.authentication.SecretBasic;
import dev.mcpoauth.client.binding.TransportAuthorizer;
import dev.mcpoauth.client.grant.ClientCredentials;
import dev.mcpoauth.client.grant.ClientCredentialsGrant;
import dev.mcpoauth.client.grant.IdentityAssertionGrant;
import dev.mcpoauth.client.grant.JwtBearerGrant;
import dev.mcpoauth.client.jose.SigningAlgorithm;
import dev.mcpoauth.client.jose.SigningKey;
import dev.mcpoauth.client.login.LoginPrompt;
import dev.mcpoauth.client.login.LoopbackUserAgent;
import dev.mcpoauth.client.registration.RegistrationSettings;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.secret.ClientSecret;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scenarios about authorization. They differ in how a client is set up; what it then does is the same for all. */
final class AuthorizationScenarios {
    private static final URI METADATA_DOCUMENT = URI.create("https://conformance-test.local/client-metadata.json");

    private AuthorizationScenarios() {}

    static final Map<String, Scenario> ALL = Stream.concat(
                    Stream.of(
                                    "metadata-default",
                                    "metadata-var1",
                                    "metadata-var2",
                                    "metadata-var3",
                                    "basic-cimd",
                                    "scope-from-www-authenticate",
                                    "scope-from-scopes-supported",
                                    "scope-omitted-when-undefined",
                                    "scope-step-up",
                                    "scope-retry-limit",
                                    "token-endpoint-auth-basic",
                                    "token-endpoint-auth-post",
                                    "token-endpoint-auth-none",
                                    "resource-mismatch",
                                    "offline-access-scope",
                                    "offline-access-not-supported",
                                    "authorization-server-migration",
                                    "iss-supported",
                                    "iss-not-advertised",
                                    "iss-supported-missing",
                                    "iss-wrong-issuer",
                                    "iss-unexpected",
                                    "iss-normalized",
                                    "metadata-issuer-mismatch",
                                    "dpop",
                                    "dpop-nonce",
                                    "2025-03-26-oauth-metadata-backcompat",
                                    "2025-03-26-oauth-endpoint-fallback")
                            .map(name -> Map.<String, Scenario>entry(name, AuthorizationScenarios::userSignsIn)),
                    Stream.of(
                            Map.<String, Scenario>entry("pre-registration", AuthorizationScenarios::preRegistration),
                            Map.<String, Scenario>entry(
                                    "client-credentials-basic", AuthorizationScenarios::credentialsBasic),
                            Map.<String, Scenario>entry(
                                    "client-credentials-jwt", AuthorizationScenarios::credentialsJwt),
                            Map.<String, Scenario>entry(
                                    "enterprise-managed-authorization", AuthorizationScenarios::enterpriseManaged),
                            Map.<String, Scenario>entry("wif-jwt-bearer", AuthorizationScenarios::workloadIdentity)))
            .collect(Collectors.toUnmodifiableMap(entry -> "auth/" + entry.getKey(), Map.Entry::getValue));

    private static void userSignsIn(Stage stage) throws Exception {
        play(stage, forUsers(registration().build()));
    }

    private static void preRegistration(Stage stage) throws Exception {
        play(stage, forUsers(registration().preRegistered(withSecret(stage)).build()));
    }

    private static void credentialsBasic(Stage stage) throws Exception {
        play(stage, OAuthClient.forGrant(new ClientCredentialsGrant(withSecret(stage))));
    }

    private static void credentialsJwt(Stage stage) throws Exception {
        SigningAlgorithm algorithm =
                SigningAlgorithm.ofName(text(stage, "signing_algorithm")).orElseThrow();
        SigningKey key = SigningKey.ofPem(text(stage, "private_key_pem"), algorithm);
        ClientCredentials credentials =
                ClientCredentials.ofFirstIssuer(text(stage, "client_id"), PrivateKeyJwt.of(key, Clock.systemUTC()));
        play(stage, OAuthClient.forGrant(new ClientCredentialsGrant(credentials)));
    }

    private static void enterpriseManaged(Stage stage) throws Exception {
        ClientIdentity atProvider = new ClientIdentity(
                new Issuer(text(stage, "idp_issuer")), text(stage, "idp_client_id"), new PublicClient());
        play(
                stage,
                OAuthClient.forGrant(new IdentityAssertionGrant(
                        atProvider,
                        URI.create(text(stage, "idp_token_endpoint")),
                        audience -> text(stage, "idp_id_token"),
                        withSecret(stage))));
    }

    private static void workloadIdentity(Stage stage) throws Exception {
        ClientCredentials credentials = ClientCredentials.ofFirstIssuer(text(stage, "client_id"), new PublicClient());
        play(stage, OAuthClient.forGrant(new JwtBearerGrant(credentials, audience -> text(stage, "valid_jwt"))));
    }

    private static RegistrationSettings.Builder registration() {
        return RegistrationSettings.builder("everything-client").metadataDocument(METADATA_DOCUMENT);
    }

    private static OAuthClient.Builder forUsers(RegistrationSettings registration) {
        return OAuthClient.forUsers(LoopbackUserAgent.of(new RobotBrowser(), LoginPrompt.NONE), registration)
                .loginPatience(Duration.ofSeconds(15));
    }

    private static ClientCredentials withSecret(Stage stage) {
        return ClientCredentials.ofFirstIssuer(
                text(stage, "client_id"), new SecretBasic(ClientSecret.parse(text(stage, "client_secret"))));
    }

    private static String text(Stage stage, String member) {
        return stage.context().string(member).orElseThrow();
    }

    private static void play(Stage stage, OAuthClient.Builder client) throws Exception {
        GenericRun.play(stage, new TransportAuthorizer(client.build().session(stage.server())));
    }
}
