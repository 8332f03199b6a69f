package dev.mcpoauth.server.authorize;

import dev.mcpoauth.core.diagnostics.Fingerprint;
import dev.mcpoauth.core.journal.FlowKeys;
import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.secret.TokenHash;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.server.http.Exchange;
import dev.mcpoauth.server.internal.Seal;
import java.util.Optional;

/**
 * A request that waits for a person.
 *
 * @param handle what the browser holds
 * @param record how the store keeps it
 * @param request what is asked
 * @param browser hash of the browser's cookie
 * @param person who signed in for it, once somebody has
 */
record PendingRequest(
        String handle, TransactionRecord record, Waiting request, TokenHash browser, Optional<SignIn> person) {

    static OpaqueBytes payload(String handle, Waiting request, TokenHash browser, Optional<SignIn> person, Seal seal) {
        JsonObject.Builder json =
                JsonObject.builder().put("request", request.toJson()).put("browser", browser.encoded());
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
                SignIn.read(json, seal, handle));
    }

    /** The record with another person, or with none. */
    TransactionRecord with(Optional<SignIn> someone, Seal seal) {
        return record.withPayload(payload(handle, request, browser, someone, seal));
    }

    /** The same request after one {@link dev.mcpoauth.core.store.TransactionStore#advance}. */
    PendingRequest advanced() {
        TransactionRecord next = new TransactionRecord(
                record.id(), record.version() + 1, record.createdAt(), record.expiresAt(), record.payload());
        return new PendingRequest(handle, next, request, browser, person);
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
