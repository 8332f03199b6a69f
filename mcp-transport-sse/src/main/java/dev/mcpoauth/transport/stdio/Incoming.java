package dev.mcpoauth.transport.stdio;

import dev.mcpoauth.transport.internal.serving.EdgeRefusals;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.json.JsonReader;
import dev.mcpoauth.transport.jsonrpc.JsonRpcCodec;
import dev.mcpoauth.transport.jsonrpc.JsonRpcException;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.ErrorResponse;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Request;
import dev.mcpoauth.transport.refusal.Refusal;
import dev.mcpoauth.transport.refusal.RefusalException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads what a client says, line by line, and answers what is refused. Used by one thread. */
final class Incoming {

    private static final Logger LOGGER = LoggerFactory.getLogger(Incoming.class);

    private final LineReader lines;
    private final StdioServerSettings settings;
    private final Conversation conversation;
    private final Outbox outbox;
    private final JsonRpcCodec codec;

    Incoming(InputStream in, StdioServerSettings settings, Conversation conversation, Outbox outbox) {
        this.lines = new LineReader(in, settings.maxLineBytes());
        this.settings = settings;
        this.conversation = conversation;
        this.outbox = outbox;
        this.codec = new JsonRpcCodec(JsonReader.of(settings.maxLineBytes(), settings.maxJsonDepth()));
    }

    /** Reads until the client closes its end. */
    void readAll() {
        boolean open = true;
        try {
            while (open) open = readOne();
        } catch (IOException e) {
            LOGGER.debug("the input broke: {}", e.toString());
        }
    }

    private boolean readOne() throws IOException {
        EdgeRefusals refusals = EdgeRefusals.begin(settings.refusals());
        try {
            Optional<byte[]> line = lines.read();
            if (line.isEmpty()) return false;
            take(parse(line.get()), refusals);
        } catch (LineTooLongException e) {
            refuse(Refusal.BODY_TOO_LARGE.exception(), refusals);
        } catch (RefusalException e) {
            refuse(e, refusals);
        } catch (RuntimeException e) {
            LOGGER.error("a message failed ({})", refusals.correlationId(), e);
            refuse(Refusal.INTERNAL_ERROR.because("reference " + refusals.correlationId()), refusals);
        }
        return true;
    }

    private void refuse(RefusalException e, EdgeRefusals refusals) {
        refusals.report(e.refusal());
        conversation.say(new ErrorResponse(e.id(), e.error()));
    }

    private Json parse(byte[] line) {
        try {
            return codec.readJson(line);
        } catch (JsonRpcException e) {
            throw Refusal.MALFORMED_JSON.because(String.valueOf(e.getMessage()).replace("Parse error: ", ""));
        }
    }

    private void take(Json json, EdgeRefusals refusals) {
        if (json.isArray()) takeBatch(json, refusals);
        else conversation.take(message(json), new SingleReply(outbox), refusals);
    }

    private static JsonRpcMessage message(Json json) {
        try {
            return JsonRpcMessage.parse(json);
        } catch (JsonRpcException e) {
            throw Refusal.INVALID_MESSAGE
                    .because(String.valueOf(e.getMessage()))
                    .of(e.id());
        }
    }

    private void takeBatch(Json json, EdgeRefusals refusals) {
        if (!conversation.knowsBatches()) throw Refusal.BATCH_NOT_SUPPORTED.exception();
        if (json.size() == 0) throw Refusal.INVALID_MESSAGE.because("a batch holds at least one message");
        if (json.size() > settings.maxConcurrentCalls()) throw Refusal.BATCH_TOO_LARGE.exception();
        List<JsonRpcMessage> messages =
                json.elements().stream().map(Incoming::message).toList();
        long requests = messages.stream().filter(Request.class::isInstance).count();
        BatchReply reply = new BatchReply(outbox, requests);
        for (JsonRpcMessage message : messages) takeOfBatch(message, reply, refusals);
    }

    private void takeOfBatch(JsonRpcMessage message, BatchReply reply, EdgeRefusals refusals) {
        try {
            conversation.takeOfBatch(message, reply, refusals);
        } catch (RefusalException e) {
            refusals.report(e.refusal());
            if (message instanceof Request request)
                reply.respond(
                        new ErrorResponse(request.id(), e.error()), e.refusal().status());
        }
    }
}
