package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.EraCache;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out which era a server speaks: asks as in 2026-07-28, falls back to {@code initialize}, and from there to the
 * event stream of 2024-11-05. What it found is remembered, and asked anew when it turns out wrong.
 */
final class AutoTransport implements ClientTransport {

    private static final Logger log = LoggerFactory.getLogger(AutoTransport.class);

    private final HttpSettings settings;
    private final EraCache cache;
    private final Tasks tasks = new Tasks();
    private final ListenerSlot listener = new ListenerSlot();
    private volatile @Nullable ClientTransport active;
    private volatile ClientProfile profile = ClientProfile.of("unknown", "0");
    private volatile boolean closed;

    AutoTransport(HttpSettings settings, EraCache cache) {
        this.settings = settings;
        this.cache = cache;
    }

    @Override
    public Opened open(ClientProfile who, Listener receiver) throws IOException, McpException, InterruptedException {
        listener.set(receiver);
        profile = who;
        Optional<Era> known = cache.find(endpoint());
        if (known.isPresent()) {
            try {
                return activate(transport(known.get()));
            } catch (IOException | McpException wrongOrDown) {
                cache.forget(endpoint());
            }
        }
        return probe();
    }

    private Opened probe() throws IOException, McpException, InterruptedException {
        StatelessTransport stateless = new StatelessTransport(settings);
        Opened verdict = stateless.probe(profile);
        log.debug("The server speaks the {} era", verdict.era());
        if (verdict.era() != Era.STATELESS) return activate(new SessionTransport(settings));
        cache.remember(endpoint(), Era.STATELESS);
        activate(stateless);
        return verdict;
    }

    private ClientTransport transport(Era era) {
        return switch (era) {
            case STATELESS -> new StatelessTransport(settings);
            case SESSION -> new SessionTransport(settings);
            case SSE -> new SseTransport(settings);
        };
    }

    private Opened activate(ClientTransport transport) throws IOException, McpException, InterruptedException {
        Opened opened = transport.open(profile, listener);
        active = transport;
        if (closed) transport.close();
        return opened;
    }

    @Override
    public CompletionStage<Void> send(JsonRpcMessage message) {
        ClientTransport transport = active;
        if (transport == null) throw new IllegalStateException("the transport is not open");
        if (transport instanceof SessionTransport session
                && message instanceof Request request
                && Methods.is(request, Methods.INITIALIZE))
            return tasks.run(request, () -> initialize(session, request));
        CompletionStage<Void> sent = transport.send(message);
        return transport instanceof StatelessTransport ? sent.whenComplete((done, failure) -> review(failure)) : sent;
    }

    /** A server that was of the stateless era and no longer understands it will be probed next time. */
    private void review(@Nullable Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof HttpRefusalException refusal && EraProbe.isOlder(refusal)) cache.forget(endpoint());
    }

    private void initialize(SessionTransport session, Request request)
            throws IOException, McpException, InterruptedException {
        try {
            session.exchange(request);
            if (session.isGreeted()) cache.remember(endpoint(), Era.SESSION);
            else cache.forget(endpoint());
        } catch (HttpRefusalException refusal) {
            if (!EraProbe.isEvidence(refusal.status()) || !fallBack(session, request)) {
                cache.forget(endpoint());
                listener.onMessage(Responses.errorOf(request, refusal).orElseThrow(() -> refusal));
            }
        }
    }

    /** False if the server has no event stream either. */
    private boolean fallBack(SessionTransport session, Request request)
            throws IOException, McpException, InterruptedException {
        try {
            activate(new SseTransport(settings));
        } catch (IOException | McpException noStream) {
            log.debug("The server speaks no older era either", noStream);
            return false;
        }
        session.close();
        cache.remember(endpoint(), Era.SSE);
        await(send(request));
        return true;
    }

    private static void await(CompletionStage<Void> sent) throws IOException, McpException, InterruptedException {
        try {
            sent.toCompletableFuture().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof McpException refusal) throw refusal;
            throw new IOException("initialize could not be sent", e.getCause());
        }
    }

    private URI endpoint() {
        return settings.endpoint();
    }

    @Override
    public void wake() {
        ClientTransport transport = active;
        if (transport != null) transport.wake();
    }

    @Override
    public void close() {
        closed = true;
        tasks.close();
        ClientTransport transport = active;
        if (transport != null) transport.close();
    }
}
