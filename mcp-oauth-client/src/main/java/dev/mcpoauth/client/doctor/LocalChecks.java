package dev.mcpoauth.client.doctor;

import dev.mcpoauth.client.StoredSignIn;
import dev.mcpoauth.client.doctor.DirectoryState.Kind;
import dev.mcpoauth.client.error.ClientReasons;
import dev.mcpoauth.client.registration.RegisteredClient;
import dev.mcpoauth.core.Issuer;
import dev.mcpoauth.core.RedirectUri;
import dev.mcpoauth.core.ResourceIndicator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is stored on this side, and whether it still fits the server. */
final class LocalChecks {
    private static final Rule DIRECTORY = Rule.of(
            "store.directory",
            "the state directory is kept to its owner and can be written to",
            "RFC 6819 §5.1.4",
            "Give the directory to the user who runs the program, with mode 0700; or name another one with --state-dir.");

    private static final Rule DAMAGE = Rule.of(
            "store.damage",
            "no stored document was set aside as damaged or lost",
            "RFC 6819 §5.1.4",
            "Sign in again; then the files *.damaged and *.lost can be removed. If there are new ones, look at the disk.");

    private static final Rule KEY = Rule.of(
            "store.key",
            "the stored documents can be decrypted",
            "RFC 6819 §5.1.4",
            "Unlock the keychain, or run the program in the desktop session. If the key is lost for good, begin anew with"
                    + " --replace-lost-key.",
            ClientReasons.BRIDGE_KEY_UNAVAILABLE);

    private static final Rule TOKENS = Rule.of(
            "stored.tokens",
            "the stored access token is valid, or can be refreshed",
            "RFC 6749 §6",
            "Sign in again (login).");

    private static final Rule RESOURCE = Rule.of(
            "stored.resource",
            "the stored tokens are for the resource that the server says it is",
            "RFC 8707 §2",
            "Sign out and in again (logout, login): the server has got another name since.");

    private static final Rule ISSUER = Rule.of(
            "stored.issuer",
            "the stored tokens are of an authorization server that the resource still names",
            "RFC 9728 §3.3",
            "Sign out and in again (logout, login): the server has moved to another authorization server.");

    private static final Rule CLIENT = Rule.of(
            "stored.client",
            "the stored registration fits the redirect URI, and its secret has not expired",
            "RFC 8252 §7.3",
            "Sign in again (login): a dynamic registration is made anew. Register the redirect URI that is named here for a"
                    + " client that was set up by hand.",
            ClientReasons.PORT_BUSY);

    private static final Rule PORT = Rule.of(
            "callback.port",
            "the port that the browser comes back to is free",
            "RFC 8252 §7.3",
            "End the program that has the port, often another bridge, or name another port after the URL.",
            ClientReasons.PORT_BUSY);

    static final List<Check> ALL = List.of(
            new Check(DIRECTORY, LocalChecks::directoryGiven, facts -> directory(state(facts))),
            new Check(DAMAGE, LocalChecks::directoryGiven, facts -> damage(state(facts))),
            new Check(KEY, LocalChecks::storeGiven, facts -> key(facts.local())),
            new Check(
                    TOKENS,
                    Gates::signIn,
                    facts -> tokens(signIn(facts), facts.settings().clock.instant())),
            new Check(RESOURCE, Gates::signIn, LocalChecks::resource),
            new Check(ISSUER, Gates::signIn, LocalChecks::issuer),
            new Check(CLIENT, Gates::store, LocalChecks::client),
            new Check(PORT, Gates::none, LocalChecks::port));

    private LocalChecks() {}

    private static Optional<String> directoryGiven(Facts facts) {
        return facts.settings().directory().isPresent() ? Optional.empty() : Optional.of("no directory is used");
    }

    private static Optional<String> storeGiven(Facts facts) {
        return facts.settings().store().isPresent() ? Optional.empty() : Optional.of("nothing is stored here");
    }

    private static DirectoryState state(Facts facts) {
        return DirectoryState.of(facts.settings().directory().orElseThrow());
    }

    private static StoredSignIn signIn(Facts facts) throws InterruptedException {
        return facts.local().signIn().orElseThrow();
    }

    static Outcome directory(DirectoryState state) {
        if (state.kind() == Kind.ABSENT) {
            return Outcome.holds("not there yet");
        }
        if (state.kind() == Kind.NO_DIRECTORY) {
            return Outcome.fails("is no directory");
        }
        if (!state.writable()) {
            return Outcome.fails("cannot be written to");
        }
        boolean closed = state.permissions().isEmpty() || state.permissions().endsWith("------");
        return closed
                ? Outcome.holds(state.permissions())
                : Outcome.warns("open to others: " + state.permissions() + "; it is closed when it is used");
    }

    static Outcome damage(DirectoryState state) {
        return state.damaged() == 0 ? Outcome.holds("none") : Outcome.warns(state.damaged() + " set aside");
    }

    static Outcome key(LocalState local) {
        return local.problem().isEmpty() ? Outcome.holds("they can") : Outcome.fails(local.problem());
    }

    static Outcome tokens(StoredSignIn signIn, Instant now) {
        Optional<Instant> end = signIn.expiresAt();
        boolean expired = end.isPresent() && now.isAfter(end.get());
        String until = end.map(instant -> (expired ? "expired at " : "valid until ") + instant)
                .orElse("valid for an unknown time");
        if (expired && !signIn.isRefreshable()) {
            return Outcome.warns(until + ", and there is no refresh token");
        }
        return Outcome.holds(until + (signIn.isRefreshable() ? ", with a refresh token" : ""));
    }

    private static Outcome resource(Facts facts) throws InterruptedException {
        ResourceIndicator stored = signIn(facts).resource();
        Optional<ResourceIndicator> named = Gates.documentedResource(facts).isPresent()
                ? Optional.empty()
                : facts.resource().metadata().map(metadata -> metadata.resource());
        if (named.isEmpty()) {
            return Outcome.skipped("the server does not say what it is");
        }
        return named.get().equals(stored)
                ? Outcome.holds(Shown.url(stored.uri()))
                : Outcome.fails("for " + Shown.url(stored.uri()) + ", not for "
                        + Shown.url(named.get().uri()));
    }

    private static Outcome issuer(Facts facts) throws InterruptedException {
        Issuer stored = signIn(facts).issuer();
        if (Gates.discoverable(facts).isPresent()) {
            return Outcome.skipped("the server names no issuer");
        }
        List<Issuer> named = facts.resource().issuers(facts.settings().server);
        return named.contains(stored)
                ? Outcome.holds(stored.value())
                : Outcome.warns("of " + stored + ", which is not named any more");
    }

    private static Outcome client(Facts facts) throws InterruptedException {
        Optional<Issuer> issuer = Gates.discoverable(facts).isPresent()
                ? facts.local().signIn().map(StoredSignIn::issuer)
                : facts.issuer().map(IssuerDocuments::issuer);
        LocalState local = facts.local();
        Optional<RegisteredClient> registered = issuer.flatMap(local::registration);
        return registered.isEmpty()
                ? Outcome.skipped("no registration is stored")
                : client(registered.get(), facts.settings().callback(), local.hasExpired(issuer.orElseThrow()));
    }

    static Outcome client(RegisteredClient client, Optional<RedirectUri> callback, boolean expired) {
        if (expired) {
            return Outcome.warns("the secret of the client has expired");
        }
        boolean fits = callback.isEmpty() || client.takes(callback.get());
        String registered = String.join(
                ", ", client.redirectUris().stream().map(RedirectUri::value).toList());
        return fits
                ? Outcome.holds(registered.isEmpty() ? "any redirect URI" : registered)
                : Outcome.warns("registered for " + registered + ", not for " + callback.get());
    }

    private static Outcome port(Facts facts) throws InterruptedException {
        int port = wanted(facts);
        if (port <= 0) {
            return Outcome.holds("any free port is taken");
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return Outcome.holds("port " + port + " is free");
        } catch (IOException e) {
            String problem = "port " + port + ": " + Shown.failure(e);
            boolean fixed = facts.settings()
                    .callback()
                    .filter(uri -> uri.uri().getPort() > 0)
                    .isPresent();
            return fixed ? Outcome.fails(problem) : Outcome.warns(problem + "; another client is registered instead");
        }
    }

    /** The port that was set, else that of the registration. */
    private static int wanted(Facts facts) throws InterruptedException {
        Optional<RedirectUri> set = facts.settings().callback();
        if (set.isPresent() && set.get().uri().getPort() > 0) {
            return set.get().uri().getPort();
        }
        if (Gates.store(facts).isPresent() || Gates.discoverable(facts).isPresent()) {
            return 0;
        }
        Optional<Issuer> issuer = facts.issuer().map(IssuerDocuments::issuer);
        return issuer.flatMap(facts.local()::registration).stream()
                .flatMap(client -> client.redirectUris().stream())
                .mapToInt(uri -> uri.uri().getPort())
                .filter(port -> port > 0)
                .findFirst()
                .orElse(0);
    }
}
