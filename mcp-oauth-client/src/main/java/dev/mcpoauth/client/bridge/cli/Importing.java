package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.client.ForeignSignIn;
import dev.mcpoauth.client.ResourceSession;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes over the sign-in that mcp-remote has for a server, and says what came of it. */
final class Importing {
    private final Invocation invocation;
    private final Map<String, String> environment;
    private final PrintStream terminal;

    Importing(Invocation invocation, Map<String, String> environment, PrintStream terminal) {
        this.invocation = invocation;
        this.environment = environment;
        this.terminal = terminal;
    }

    int run(ResourceSession session) throws Misuse, IOException, InterruptedException {
        for (Flag flag : List.of(Flag.USE_ID_TOKEN, Flag.CLIENT_CREDENTIALS, Flag.IDENTITY_PROVIDER)) {
            if (invocation.has(flag)) {
                throw new Misuse("there is nothing to import with " + flag.option());
            }
        }
        Path directory = invocation
                .value(Flag.FROM)
                .map(Path::of)
                .orElseGet(() -> McpRemoteStore.usual(environment, System.getProperty("user.home", "")));
        // As they are written: mcp-remote names its files after headers whose variables are not expanded.
        Map<String, String> headers =
                HeaderLines.unexpanded(invocation.all(Flag.HEADER), invocation.value(Flag.HEADER_FILE));
        Optional<ForeignSignIn> found = new McpRemoteStore(directory)
                .find(
                        McpRemoteStore.hash(invocation, headers),
                        Clock.systemUTC().instant());
        if (found.isEmpty()) {
            terminal.println("There is no sign-in of mcp-remote for this server and these flags in " + directory + ".");
            return Main.FAILED;
        }
        return said(session.takeOver(found.get()), found.get());
    }

    private int said(ForeignSignIn.Outcome outcome, ForeignSignIn foreign) {
        terminal.println(
                switch (outcome) {
                    case TAKEN ->
                        "Taken over, from " + foreign.issuer() + ". Do not start mcp-remote for this server"
                                + " again: a refresh token that two programs use ends the sign-in of both.";
                    case SIGNED_IN_ALREADY -> "There is a sign-in here already, which stays.";
                    case OTHER_ISSUER ->
                        "Not taken over: the server does not name " + foreign.issuer()
                                + " as its authorization server now.";
                    case OTHER_CLIENT ->
                        "Not taken over: here is another client at " + foreign.issuer()
                                + ", or none that could refresh the tokens. Sign in anew.";
                });
        boolean there = outcome == ForeignSignIn.Outcome.TAKEN || outcome == ForeignSignIn.Outcome.SIGNED_IN_ALREADY;
        return there ? Main.OK : Main.FAILED;
    }
}
