package dev.mcpoauth.example.database.cli;

import dev.mcpoauth.example.database.account.AccountName;
import dev.mcpoauth.server.dpop.DpopUse;
import dev.mcpoauth.server.settings.AuthorizationServerSettings;
import dev.mcpoauth.server.settings.ClientSettings;
import dev.mcpoauth.server.settings.CorsPolicy;
import dev.mcpoauth.server.settings.DomainPolicy;
import dev.mcpoauth.server.settings.SettingsBuilder;
import dev.mcpoauth.server.settings.Tolerance;
import dev.mcpoauth.server.settings.UnknownScopes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Everything that can be set about the authorization server, one flag for each setting of the library. */
final class OAuthFlags {

    private final SettingsBuilder settings = AuthorizationServerSettings.builder();
    private final Set<String> corsOrigins = new HashSet<>();
    private final Set<String> clientDomains = new HashSet<>();
    private final Set<String> flowOperators = new HashSet<>();
    private DpopUse dpop = DpopUse.ACCEPTED;

    SettingsBuilder settings() {
        return settings;
    }

    Set<String> flowOperators() {
        return Set.copyOf(flowOperators);
    }

    DpopUse dpop() {
        return dpop;
    }

    Section policy() {
        return new Section(
                "Authorization server: what it accepts",
                List.of(
                        Setting.text(
                                        "--tolerate",
                                        "NAME",
                                        "Accepts a deviation from the standards from every client: " + tolerances()
                                                + ".",
                                        this::tolerate)
                                .repeatable(),
                        Setting.truth(
                                "--open-registration",
                                "Whether clients may register themselves (true).",
                                settings::openRegistration),
                        Setting.truth(
                                "--device-authorization",
                                "Whether devices without browser may be connected by a code (false).",
                                settings::deviceAuthorization),
                        Setting.truth(
                                "--registration-management",
                                "Whether clients may read, change and delete their registration (false).",
                                settings::registrationManagement),
                        Setting.text(
                                "--clients-file",
                                "FILE",
                                "Clients known ahead, as JSON: {\"clients\": [...]} of client metadata.",
                                this::clients),
                        Setting.text(
                                        "--client-domain",
                                        "DOMAIN",
                                        "Whose client ids may be URLs of documents: claude.ai, *.example.com, or none"
                                                + " (any).",
                                        this::clientDomain)
                                .repeatable(),
                        Setting.choice(
                                "--unknown-scopes",
                                "What becomes of scopes that nobody knows (drop).",
                                UnknownScopes.class,
                                settings::unknownScopes),
                        Setting.truth(
                                "--require-pushed-requests",
                                "Whether clients have to push their authorization requests (false).",
                                settings::requirePushedRequests),
                        Setting.truth(
                                "--connected-applications",
                                "Whether people see and end what they granted on a page of their own (true).",
                                settings::connectedApplications),
                        Setting.text(
                                        "--flow-operator",
                                        "NAME",
                                        "An account that may see recent flows and why they stopped, at /flows (none).",
                                        name -> flowOperators.add(new AccountName(name).value()))
                                .repeatable(),
                        Setting.choice(
                                "--dpop",
                                "Whether tokens may, are asked to or have to be bound to a key of the client (accepted).",
                                DpopUse.class,
                                use -> dpop = use),
                        Setting.truth(
                                "--proof-nonces",
                                "Whether proofs of keys have to carry a nonce of this server (false).",
                                settings::proofNonces),
                        Setting.truth(
                                "--remember-consent",
                                "Whether consent for a client at an https address is asked once (false).",
                                settings::rememberConsent),
                        Setting.origin(
                                "--cors-origin",
                                "A web origin that may call the OAuth endpoints from a script (any).",
                                this::cors)));
    }

    Section lifetimes() {
        return new Section(
                "Authorization server: lifetimes",
                List.of(
                        Setting.duration("--code-lifetime", "An authorization code (60s).", settings::codeLifetime),
                        Setting.duration(
                                "--access-token-lifetime", "An access token (1h).", settings::accessTokenLifetime),
                        Setting.duration(
                                "--refresh-token-idle-time",
                                "A refresh token that is not used (30d).",
                                settings::refreshTokenIdleTime),
                        Setting.duration(
                                "--grant-lifetime", "A grant, from consent to its end (90d).", settings::grantLifetime),
                        Setting.duration(
                                "--pending-request-lifetime",
                                "A sign-in that waits for a person (15m).",
                                settings::pendingRequestLifetime),
                        Setting.duration(
                                "--pushed-request-lifetime",
                                "A pushed request that no browser began yet (60s).",
                                settings::pushedRequestLifetime),
                        Setting.duration(
                                "--device-code-lifetime",
                                "The codes of a device that wants to be connected (10m).",
                                settings::deviceCodeLifetime),
                        Setting.duration(
                                "--sign-in-lifetime",
                                "A browser's sign-in; 0 asks every time (1h).",
                                settings::signInLifetime),
                        Setting.duration(
                                "--code-replay-window",
                                "How long a code sent twice gets the same answer; 0 is strict (10s).",
                                settings::codeReplayWindow),
                        Setting.duration(
                                "--refresh-replay-window",
                                "How long a refresh token sent twice gets the same answer; 0 is strict (30s).",
                                settings::refreshReplayWindow),
                        Setting.duration(
                                "--proof-window",
                                "How far the time of a proof of a key may be off, 5s to 10m (60s).",
                                settings::proofWindow),
                        Setting.duration(
                                "--unused-registration-lifetime",
                                "A registration that never completed a sign-in (24h).",
                                settings::unusedRegistrationLifetime),
                        Setting.duration(
                                "--used-registration-lifetime",
                                "An idle registration without a living grant (90d).",
                                settings::usedRegistrationLifetime)));
    }

    Section limits() {
        return new Section(
                "Authorization server: limits",
                List.of(
                        Setting.count(
                                "--replays-per-credential",
                                "Same answers that one credential gets within its window (10).",
                                settings::replaysPerCredential),
                        Setting.count(
                                "--authorize-request-bytes",
                                "The largest authorization request (8192).",
                                settings::authorizeRequestBytes),
                        Setting.count("--form-bytes", "The largest other form (65536).", settings::formBytes),
                        Setting.count(
                                "--registration-bytes",
                                "The largest registration (65536).",
                                settings::registrationBytes),
                        Setting.longCount(
                                "--registration-cap",
                                "Dynamic registrations that may exist (10000).",
                                settings::registrationCap),
                        Setting.count(
                                "--login-failures",
                                "Wrong passwords per account name and window (10).",
                                settings::loginFailures),
                        Setting.count(
                                "--client-failures",
                                "Failed authentications per client and window (50).",
                                settings::clientFailures),
                        Setting.count(
                                "--registrations-per-window",
                                "New registrations per window, all together (100).",
                                settings::registrationsPerWindow),
                        Setting.count(
                                "--pending-requests-per-window",
                                "Sign-ins begun per client and window (600).",
                                settings::pendingRequestsPerWindow),
                        Setting.count(
                                "--user-code-failures-per-window",
                                "Wrong codes of devices in a window, by everybody together (200).",
                                settings::userCodeFailuresPerWindow),
                        Setting.duration("--rate-window", "The window of these rates (5m).", settings::rateWindow),
                        Setting.count(
                                "--concurrent-logins",
                                "Sign-ins whose password is checked at once (8).",
                                settings::concurrentLogins),
                        Setting.count(
                                "--access-token-cache-entries",
                                "Verified access tokens that are remembered (10000).",
                                settings::accessTokenCacheEntries),
                        Setting.duration(
                                "--access-token-cache-time",
                                "How long a verified access token is not looked up again, up to 1m (0).",
                                settings::accessTokenCacheTime),
                        Setting.count(
                                "--rate-tracked-keys",
                                "Names that the rate limits remember at once (10000).",
                                settings::rateTrackedKeys)));
    }

    private static String tolerances() {
        return Arrays.stream(Tolerance.values()).map(Tolerance::id).collect(Collectors.joining(", "));
    }

    private void tolerate(String name) {
        settings.tolerate(Tolerance.ofId(name)
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + tolerances())));
    }

    private void clients(String file) {
        try {
            settings.clients(ClientSettings.parseAll(Files.readString(Path.of(file))));
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("expected a file that can be read", e);
        }
    }

    private void clientDomain(String domain) {
        if (!domain.equals("none")) clientDomains.add(domain);
        settings.clientDocuments(
                clientDomains.isEmpty()
                        ? DomainPolicy.none()
                        : DomainPolicy.only(clientDomains.toArray(String[]::new)));
    }

    private void cors(String origin) {
        corsOrigins.add(origin);
        settings.cors(CorsPolicy.origins(corsOrigins));
    }
}
