package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.internal.Seal;
import java.time.Instant;
import java.util.Optional;

/**
 * A request that waits for a person.
 *
 * @param handle what the browser holds
 * @param record how the store keeps it
 * @param request what is asked
 * @param browser hash of the browser's cookie
 * @param person who signed in for it, once somebody has
 * @param switched whether the person wanted another account than the one that was signed in
 */
record PendingRequest(
        String handle,
        TransactionRecord record,
        Waiting request,
        TokenHash browser,
        Optional<SignIn> person,
        boolean switched) {
    private static final String SWITCHED = "switched";

    static OpaqueBytes payload(
            String handle, Waiting request, TokenHash browser, Optional<SignIn> person, boolean switched, Seal seal) {
        JsonObject.Builder json = JsonObject.builder()
                .put("request", request.toJson())
                .put("browser", browser.encoded())
                .put(SWITCHED, switched);
        person.ifPresent(signIn -> signIn.write(json, seal, handle));
        return OpaqueBytes.of(json.build().toBytes());
    }

    static PendingRequest read(String handle, TransactionRecord record, Seal seal) {
        JsonObject json = JsonObject.parse(record.payload().toByteArray());
        return new PendingRequest(
                handle,
                record,
                Waiting.read(json.object("request").orElseThrow()),
                TokenHash.parse(json.string("browser").orElseThrow()),
                SignIn.read(json, seal, handle),
                json.bool(SWITCHED).orElse(false));
    }

    /** The record with another person, or with none. */
    TransactionRecord with(Optional<SignIn> someone, Seal seal) {
        return record.withPayload(payload(handle, request, browser, someone, switched, seal));
    }

    /** The record of a request that starts over with another account. */
    TransactionRecord withAnotherAccount(Seal seal) {
        return record.withPayload(payload(handle, request, browser, Optional.empty(), true, seal));
    }

    /** What a provider is to ask the person (OpenID Connect Core §3.1.2.1), where this server does not do so itself. */
    Optional<String> upstreamPrompt() {
        Optional<Prompt> asked = request instanceof AuthorizationRequest authorization
                ? Optional.of(authorization.prompt())
                : Optional.empty();
        if (asked.filter(Prompt::login).isPresent()) {
            return Optional.of("login");
        }
        boolean any = switched
                || request instanceof Visit
                || asked.filter(Prompt::selectAccount).isPresent();
        return any ? Optional.of("select_account") : Optional.empty();
    }

    /** Before which nobody may have signed in at a provider: if the client wants a new sign-in, this request. */
    Optional<Instant> upstreamSince() {
        return upstreamPrompt().filter("login"::equals).map(login -> record.createdAt());
    }

    /** The same request after one {@link dev.mcpoauth.core.store.TransactionStore#advance}. */
    PendingRequest advanced() {
        TransactionRecord next = new TransactionRecord(
                record.id(), record.version() + 1, record.createdAt(), record.expiresAt(), record.payload());
        return new PendingRequest(handle, next, request, browser, person, switched);
    }

    /** All that is decided from here on is about this request. */
    void nameIn(Exchange exchange) {
        exchange.about(FlowKeys.TRANSACTION, Fingerprint.of(handle));
        if (request instanceof DeviceConsent device) {
            exchange.about(FlowKeys.DEVICE, Fingerprint.of(device.request().id().encoded()));
        }
    }

    /** Not the handle. */
    @Override
    public String toString() {
        return "PendingRequest[" + request.clientId() + "]";
    }
}
