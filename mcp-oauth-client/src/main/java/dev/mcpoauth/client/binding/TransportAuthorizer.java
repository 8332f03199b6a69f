package dev.mcpoauth.client.binding;

import dev.mcpoauth.client.Refusal;
import dev.mcpoauth.client.ResourceSession;
import dev.mcpoauth.transport.client.HttpAuthorizer;
import java.io.IOException;
import java.util.Map;

/** Authorizes the client transports of {@code mcp-transport-sse}. Thread-safe. */
public final class TransportAuthorizer implements HttpAuthorizer {
    private final ResourceSession session;

    public TransportAuthorizer(ResourceSession session) {
        this.session = session;
    }

    @Override
    public Map<String, String> headers(Target target) throws IOException, InterruptedException {
        return session.headers(target.httpMethod(), target.uri());
    }

    @Override
    public Verdict rejected(Target target, Rejection rejection) throws IOException, InterruptedException {
        Refusal refusal = new Refusal(
                target.httpMethod(),
                target.uri(),
                target.operation(),
                rejection.status(),
                rejection.headers(),
                rejection.sent());
        return session.refused(refusal) == dev.mcpoauth.client.Verdict.RETRY ? Verdict.RETRY : Verdict.GIVE_UP;
    }
}
