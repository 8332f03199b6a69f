package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.ProtocolVersion.Era;
import dev.mcpoauth.transport.client.ClientProfile;
import dev.mcpoauth.transport.client.ClientTransport;
import dev.mcpoauth.transport.client.HttpRefusalException;
import dev.mcpoauth.transport.client.McpException;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.ErrorCode;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcError;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Response;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.sse.SseEncoder;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streamable HTTP of 2026-07-28: every request stands alone, carries its metadata in the body and mirrored in headers,
 * and is cancelled by closing its stream. Requests that the transport repeats get ids of their own, which stay inside.
 */
final class StatelessTransport implements ClientTransport {

    private static final Logger log = LoggerFactory.getLogger(StatelessTransport.class);

    private static final int MAX_TOOL_PAGES = 100;

    private final HttpSettings settings;
    private final HttpCaller caller;
    private final JsonRpcCodec codec;
    private final Incoming incoming;
    private final Tasks tasks = new Tasks();
    private final KnownTools tools = new KnownTools();
    private final ListenerSlot listener = new ListenerSlot();
    private final Pauses pauses = new Pauses();
    private final Repeating repeating;
    private final AtomicLong repeats = new AtomicLong();
    private volatile ProtocolVersion version = ProtocolVersion.LATEST;
    private volatile ClientProfile profile = ClientProfile.of("unknown", "0");

    StatelessTransport(HttpSettings settings) {
        this.settings = settings;
        this.caller = new HttpCaller(settings);
        this.codec = settings.codec();
        this.incoming = new Incoming(codec);
        this.repeating = new Repeating(caller, settings.retries(), pauses, Clock.systemUTC());
    }

    @Override
    public Opened open(ClientProfile who, Listener receiver) {
        profile = who;
        listener.set(receiver);
        return new Opened(Era.STATELESS);
    }

    @Override
    public CompletionStage<Void> send(JsonRpcMessage message) {
        if (Methods.is(message, Methods.CANCELLED)) {
            Methods.cancelledRequest((Notification) message).ifPresent(tasks::cancel);
            return CompletableFuture.completedStage(null);
        }
        if (message instanceof Request request) return tasks.run(request, () -> listener.onMessage(exchange(request)));
        if (Responses.isResponse(message))
            return CompletableFuture.failedStage(
                    new IllegalArgumentException("clients of 2026-07-28 send no responses"));
        return tasks.run(message, () -> notify(message));
    }

    private void notify(JsonRpcMessage message) throws IOException, McpException, InterruptedException {
        Answer answer = repeating.call(post(message), EventSink.NONE, true);
        if (!answer.isSuccess()) throw answer.refusal(codec);
    }

    /** The final response to a request, whatever repetitions it took. */
    JsonRpcMessage exchange(Request request) throws IOException, McpException, InterruptedException {
        Request stamped = new Request(request.id(), request.method(), profile.stamp(request.params(), version));
        JsonRpcMessage response = repeatIfLost(stamped);
        if (response instanceof ErrorResponse refused) {
            Optional<Request> corrected = correct(stamped, refused.error());
            if (corrected.isPresent()) response = repeatIfLost(corrected.get());
        }
        if (response instanceof Response listed && Methods.is(request, Methods.TOOLS_LIST))
            response = new Response(listed.id(), tools.learn(listed.result()));
        return Responses.withId(response, request.id());
    }

    /** A request that avoids the refused mistake, if there is one. */
    private Optional<Request> correct(Request refused, JsonRpcError error)
            throws IOException, McpException, InterruptedException {
        if (error.code() == ErrorCode.UNSUPPORTED_PROTOCOL_VERSION) return speak(refused, supported(error));
        if (error.code() != ErrorCode.HEADER_MISMATCH || !Methods.is(refused, Methods.TOOLS_CALL))
            return Optional.empty();
        listTools();
        return Optional.of(Responses.withId(refused, nextId()));
    }

    private static Optional<ProtocolVersion> supported(JsonRpcError error) {
        return EraProbe.supported(error).stream()
                .filter(candidate -> candidate.era() == Era.STATELESS)
                .max(Comparator.naturalOrder());
    }

    private Optional<Request> speak(Request refused, Optional<ProtocolVersion> spoken) {
        if (spoken.isEmpty()) return Optional.empty();
        version = spoken.get();
        Json meta = refused.params().get(MetaKeys.META).orElse(Json.EMPTY_OBJECT);
        Json params =
                refused.params().with(MetaKeys.META, meta.with(MetaKeys.PROTOCOL_VERSION, Json.of(version.wire())));
        return Optional.of(new Request(nextId(), refused.method(), params));
    }

    /** Learns the tools anew after a {@code HeaderMismatch}: their annotations may have changed. */
    private void listTools() throws IOException, McpException, InterruptedException {
        Json params = Json.EMPTY_OBJECT;
        for (int page = 0; page < MAX_TOOL_PAGES; page++) {
            Request list = new Request(nextId(), Methods.TOOLS_LIST, profile.stamp(params, version));
            if (!(repeatIfLost(list) instanceof Response response)) return;
            tools.learn(response.result());
            Optional<String> cursor = response.result().string("nextCursor");
            if (cursor.isEmpty()) return;
            params = Json.object().put("cursor", cursor.get()).build();
        }
    }

    /**
     * A response stream that breaks has lost the request, and the client issues it anew (2026-07-28, changelog). Done
     * here only where that changes nothing on the server; other calls report the loss.
     */
    private JsonRpcMessage repeatIfLost(Request request) throws IOException, McpException, InterruptedException {
        try {
            return roundTrip(request);
        } catch (LostResponseException lost) {
            if (!isRepeatable(request)) throw lost;
            log.debug("The response to {} was lost, asking again", request.method());
            return roundTrip(Responses.withId(request, nextId()));
        }
    }

    private boolean isRepeatable(Request request) {
        return Methods.isRepeatable(request)
                || (Methods.is(request, Methods.TOOLS_CALL)
                        && request.params()
                                .string("name")
                                .filter(tools::isRepeatable)
                                .isPresent());
    }

    /**
     * Asks for {@code server/discover} to see whether the server is of this era.
     *
     * @throws HttpRefusalException if the answer says nothing about the era
     */
    Opened probe(ClientProfile who) throws IOException, McpException, InterruptedException {
        Request discover = new Request(nextId(), Methods.DISCOVER, who.stamp(Json.NULL, version));
        try {
            JsonRpcMessage answer = strictRoundTrip(discover, settings.openTimeout());
            if (answer instanceof Response response) return new Opened(Era.STATELESS, response.result());
            return new Opened(EraProbe.verdict(200, ((ErrorResponse) answer).error()));
        } catch (HttpRefusalException refusal) {
            return new Opened(EraProbe.verdict(refusal));
        }
    }

    private JsonRpcMessage roundTrip(Request request) throws IOException, McpException, InterruptedException {
        try {
            return strictRoundTrip(request, Duration.ZERO);
        } catch (HttpRefusalException refusal) {
            return Responses.errorOf(request, refusal).orElseThrow(() -> refusal);
        }
    }

    private JsonRpcMessage strictRoundTrip(Request request, Duration timeout)
            throws IOException, HttpRefusalException, InterruptedException {
        AtomicReference<@Nullable JsonRpcMessage> response = new AtomicReference<>();
        MessageSink sink = MessageSink.awaiting(request.id(), incoming, message -> {
            if (Responses.answers(message, request.id())) response.set(message);
            else if (message instanceof Notification) listener.onMessage(message);
            else log.warn("The server sent something else than the response on the stream of {}", request.method());
        });
        Answer answer = repeating.call(post(request).within(timeout), sink, Methods.isRepeatable(request));
        if (!answer.isSuccess()) throw answer.refusal(codec);
        if (answer.body() instanceof AnswerBody.Whole) sink.whole(answer);
        JsonRpcMessage received = response.get();
        if (received == null) throw new LostResponseException();
        return received;
    }

    private HttpCall post(JsonRpcMessage message) {
        Map<String, String> headers = new LinkedHashMap<>(settings.headers());
        headers.put("Content-Type", MediaTypes.JSON);
        headers.put("Accept", MediaTypes.JSON + ", " + SseEncoder.MEDIA_TYPE);
        headers.putAll(MirroredHeaders.of(message, version, tools));
        return HttpCall.post(settings.endpoint(), headers, codec.write(message), Responses.operation(message));
    }

    private RequestId nextId() {
        return RequestId.of("repeat-" + repeats.incrementAndGet());
    }

    @Override
    public void wake() {
        pauses.wake();
    }

    /** Ends every exchange, which cancels it. There is nothing else to end in this era. */
    @Override
    public void close() {
        pauses.end();
        tasks.close();
        caller.close();
    }
}
