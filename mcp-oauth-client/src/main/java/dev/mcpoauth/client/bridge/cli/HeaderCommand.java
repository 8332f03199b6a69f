package dev.mcpoauth.client.bridge.cli;

import dev.mcpoauth.transport.client.HttpAuthorizer;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Headers that a program prints, such as one that fetches a token from a company's vault: it is run before the first
 * request, and once more when the server answers 401. If it prints an {@code Authorization}, that takes the place of
 * signing in. Thread-safe.
 */
final class HeaderCommand implements HttpAuthorizer {
    private static final int UNAUTHORIZED = 401;

    private final HelperProgram program;
    private final HttpAuthorizer signIn;
    private @Nullable Map<String, String> printed;

    /**
     * Runs a program.
     *
     * @param signIn who is asked for an {@code Authorization} that the program does not print
     */
    HeaderCommand(HelperProgram program, HttpAuthorizer signIn) {
        this.program = program;
        this.signIn = signIn;
    }

    @Override
    public Map<String, String> headers(Target target) throws IOException, InterruptedException {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        Map<String, String> own = known();
        if (!authorizes(own)) {
            all.putAll(signIn.headers(target));
        }
        all.putAll(own);
        return all;
    }

    @Override
    public Verdict rejected(Target target, Rejection rejection) throws IOException, InterruptedException {
        Map<String, String> before = known();
        if (!authorizes(before)) {
            return signIn.rejected(target, rejection);
        }
        if (rejection.status() != UNAUTHORIZED) {
            return Verdict.GIVE_UP;
        }
        boolean replaced = !rejection.sent().entrySet().containsAll(before.entrySet());
        return replaced || !again(before).equals(before) ? Verdict.RETRY : Verdict.GIVE_UP;
    }

    private static boolean authorizes(Map<String, String> headers) {
        return headers.keySet().stream().anyMatch("authorization"::equalsIgnoreCase);
    }

    private synchronized Map<String, String> known() throws IOException, InterruptedException {
        Map<String, String> headers = printed == null ? run() : printed;
        printed = headers;
        return headers;
    }

    /** One run for all requests that were refused with the same headers. */
    private synchronized Map<String, String> again(Map<String, String> refused)
            throws IOException, InterruptedException {
        if (refused.equals(printed)) {
            printed = run();
        }
        return known();
    }

    private Map<String, String> run() throws IOException, InterruptedException {
        try {
            return HeaderLines.printed(program.output());
        } catch (Misuse e) {
            throw new IOException("the header command prints no headers: " + e.getMessage(), e);
        }
    }
}
