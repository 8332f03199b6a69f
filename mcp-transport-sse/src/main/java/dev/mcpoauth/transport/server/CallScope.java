package dev.mcpoauth.transport.server;

import dev.mcpoauth.transport.MetaKeys;
import dev.mcpoauth.transport.ProtocolVersion;
import dev.mcpoauth.transport.json.Json;
import dev.mcpoauth.transport.jsonrpc.JsonRpcMessage.Notification;
import dev.mcpoauth.transport.refusal.Refusal;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The context of one call, on top of what the transport offers. */
final class CallScope implements CallContext {

    private final Call call;
    private final Json meta;
    private final Optional<LogLevel> logLevel;
    private final Counterpart client;
    private double lastProgress = Double.NEGATIVE_INFINITY;

    CallScope(Call call, Json meta, Counterpart client) {
        this.call = call;
        this.meta = meta;
        this.client = client;
        this.logLevel = call.session().map(ClientSession::logLevel).or(() -> wantedLevel(meta));
    }

    // Stateless: no message at all unless the request asks for messages (2026-07-28, Logging).
    private static Optional<LogLevel> wantedLevel(Json meta) {
        Optional<Json> wanted = meta.get(MetaKeys.LOG_LEVEL);
        if (wanted.isEmpty()) return Optional.empty();
        return Optional.of(wanted.get()
                .asString()
                .flatMap(LogLevel::parse)
                .orElseThrow(() -> Refusal.PARAMS_INVALID.because("unknown log level")));
    }

    Call call() {
        return call;
    }

    Counterpart client() {
        return client;
    }

    @Override
    public Optional<Principal> caller() {
        return call.caller();
    }

    @Override
    public ProtocolVersion version() {
        return call.version();
    }

    @Override
    public Json clientCapabilities() {
        return call.clientCapabilities();
    }

    @Override
    public Json meta() {
        return meta;
    }

    @Override
    public void progress(double progress, double total, String message) {
        report(progress, Json.object().put("progress", number(progress)).put("total", number(total)), message);
    }

    @Override
    public void progress(double progress, String message) {
        report(progress, Json.object().put("progress", number(progress)), message);
    }

    private void report(double progress, Json.Builder params, String message) {
        client.told(message);
        Optional<Json> token = meta.get(MetaKeys.PROGRESS_TOKEN);
        if (token.isEmpty() || !grows(progress)) return;
        params.put("progressToken", token.get());
        // 2024-11-05 had no message; unknown members do no harm there.
        if (!message.isEmpty()) params.put("message", message);
        call.send(new Notification("notifications/progress", params.build()));
    }

    private synchronized boolean grows(double progress) {
        if (progress <= lastProgress) return false;
        lastProgress = progress;
        return true;
    }

    private static Json number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Json.of((long) value) : Json.of(value);
    }

    @Override
    public void log(LogLevel level, String logger, Json data) {
        if (logLevel.isEmpty() || level.compareTo(logLevel.get()) < 0) return;
        Json.Builder params = Json.object().put("level", level.wire()).put("data", data);
        if (!logger.isEmpty()) params.put("logger", logger);
        call.send(new Notification("notifications/message", params.build()));
    }

    @Override
    public boolean cancelled() {
        return call.cancelled();
    }

    @Override
    public void releaseConnection(Duration retry) {
        call.releaseConnection(retry);
    }

    @Override
    public Answers ask(Question... questions) throws InterruptedException {
        List<Question> all = List.of(questions);
        for (Question question : all) requireCapability(question);
        return client.ask(all);
    }

    private void requireCapability(Question question) {
        if (canAsk(question)) return;
        if (call.session().isPresent()) {
            throw new ToolException("The client cannot answer " + question.method());
        }
        throw Refusal.missing(question.capability());
    }
}
