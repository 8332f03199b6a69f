package dev.mcpoauth.transport.client.http;

import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.RequestId;
import dev.mcpoauth.transport.sse.SseEvent;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Hands the messages of one or more streams on, and knows when the response that they are read for has come. */
final class MessageSink implements EventSink {

    private final Incoming incoming;
    private final Optional<RequestId> awaited;
    private final Consumer<JsonRpcMessage> receiver;
    private final Consumer<HttpHeaders> head;
    private volatile boolean answered;
    private volatile boolean advanced;

    private MessageSink(
            Incoming incoming,
            Optional<RequestId> awaited,
            Consumer<HttpHeaders> head,
            Consumer<JsonRpcMessage> receiver) {
        this.incoming = incoming;
        this.awaited = awaited;
        this.head = head;
        this.receiver = receiver;
    }

    /** For an exchange that is over with the response of this id. */
    static MessageSink awaiting(RequestId id, Incoming incoming, Consumer<JsonRpcMessage> receiver) {
        return new MessageSink(incoming, Optional.of(id), headers -> {}, receiver);
    }

    /** For a stream that goes on. */
    static MessageSink endless(Incoming incoming, Consumer<JsonRpcMessage> receiver) {
        return new MessageSink(incoming, Optional.empty(), headers -> {}, receiver);
    }

    /** This sink, but with a look at the headers before the first event. */
    MessageSink onHead(Consumer<HttpHeaders> reader) {
        return new MessageSink(incoming, awaited, reader, receiver);
    }

    @Override
    public void head(HttpHeaders headers) {
        head.accept(headers);
    }

    @Override
    public boolean event(SseEvent event) {
        take(incoming.read(event));
        return answered;
    }

    void take(List<JsonRpcMessage> messages) {
        if (!messages.isEmpty()) advanced = true;
        for (JsonRpcMessage message : messages) {
            receiver.accept(message);
            if (awaited.isPresent() && Responses.answers(message, awaited.get())) answered = true;
        }
    }

    /** Takes the messages of an answer that is no stream. */
    void whole(Answer answer) {
        head.accept(HttpHeaders.of(answer.headers(), (name, value) -> true));
        if (MediaTypes.is(answer.header("content-type"), MediaTypes.JSON)) take(incoming.read(answer.bytes()));
    }

    boolean answered() {
        return answered;
    }

    /** Whether a message came since the last time this was asked. */
    boolean takeAdvanced() {
        boolean result = advanced;
        advanced = false;
        return result;
    }
}
