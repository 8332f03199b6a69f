package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.client.error.Printable;
import dev.mcpoauth.client.store.EncryptedFileCredentialStore;
import dev.mcpoauth.core.Scope;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All servers at which somebody is signed in, whatever flags that took. */
final class AllSignIns {
    private static final String KIND = "server";

    private final SignIn signIn;
    private final EncryptedFileCredentialStore store;
    private final Network network;
    private final PrintStream terminal;

    AllSignIns(SignIn signIn, EncryptedFileCredentialStore store, Network network, PrintStream terminal) {
        this.signIn = signIn;
        this.store = store;
        this.network = network;
        this.terminal = terminal;
    }

    /** A server, and what keeps the tokens of some flags apart. */
    private record SignedIn(String name, ResourceSession session) {}

    private List<SignedIn> all() throws Misuse, IOException {
        List<SignedIn> all = new ArrayList<>();
        for (String key : store.names()) {
            String[] parts = key.split("\n", -1);
            if (parts.length == 3 && parts[0].equals(KIND)) {
                ResourceSession session = signIn.session(new Target(URI.create(parts[1]), 0), parts[2], store, network);
                if (session.granted().isPresent()) {
                    all.add(new SignedIn(parts[1] + (parts[2].isEmpty() ? "" : " (" + parts[2] + ")"), session));
                }
            }
        }
        return all;
    }

    /** Says where. */
    int status() throws Misuse, IOException {
        List<SignedIn> all = all();
        for (SignedIn at : all) {
            String scope = at.session().granted().map(Scope::toString).orElse("");
            terminal.println(at.name() + ": signed in" + (scope.isEmpty() ? "" : ", scope: " + scope) + ".");
        }
        if (all.isEmpty()) {
            terminal.println("Not signed in anywhere.");
        }
        return all.isEmpty() ? Main.FAILED : Main.OK;
    }

    /** Signs out everywhere. A server that cannot be reached does not keep the others signed in. */
    int logout() throws Misuse, IOException, InterruptedException {
        boolean confirmed = true;
        for (SignedIn at : all()) {
            Optional<String> trouble = signedOut(at.session());
            terminal.println(at.name() + ": " + trouble.orElse("signed out."));
            confirmed &= trouble.isEmpty();
        }
        return confirmed ? Main.OK : Main.FAILED;
    }

    private static Optional<String> signedOut(ResourceSession session) throws InterruptedException {
        try {
            return session.signOut()
                    ? Optional.empty()
                    : Optional.of("signed out here; the server has not confirmed that the tokens are revoked.");
        } catch (IOException e) {
            return Optional.of("not signed out: " + Printable.whole(String.valueOf(e.getMessage())));
        }
    }
}
