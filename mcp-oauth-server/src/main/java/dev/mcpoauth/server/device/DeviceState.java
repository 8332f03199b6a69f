package dev.mcpoauth.server.device;

import dev.mcpoauth.core.json.JsonObject;
import dev.mcpoauth.core.store.OpaqueBytes;
import dev.mcpoauth.core.store.TransactionRecord;
import dev.mcpoauth.server.grant.GrantTerms;
import java.time.Duration;
import java.time.Instant;

/**
 * How far a device request has come, as the store keeps it.
 *
 * @param clientId the client
 * @param terms what it wants
 * @param until when its codes end; it is kept for a while longer, so that the device can be told
 * @param answer whether somebody answered
 * @param interval how long the device has to wait between two polls
 * @param polledAt when it last polled, or the epoch
 * @param mailbox where the device gets the key to the properties of its grant
 */
record DeviceState(
        String clientId,
        GrantTerms terms,
        Instant until,
        Answer answer,
        Duration interval,
        Instant polledAt,
        Mailbox mailbox) {

    /** What a person said. */
    enum Answer {
        NONE,
        APPROVED,
        DENIED
    }

    OpaqueBytes write() {
        return OpaqueBytes.of(JsonObject.builder()
                .put("client_id", clientId)
                .put("terms", terms.toJson())
                .put("until", until.toEpochMilli())
                .put("answer", answer.name())
                .put("interval", interval.toMillis())
                .put("polled_at", polledAt.toEpochMilli())
                .put("mailbox", mailbox.toJson())
                .build()
                .toBytes());
    }

    static DeviceState read(TransactionRecord record) {
        JsonObject json = JsonObject.parse(record.payload().toByteArray());
        return new DeviceState(
                json.string("client_id").orElseThrow(),
                GrantTerms.of(json.object("terms").orElseThrow()),
                Instant.ofEpochMilli(json.integer("until").orElseThrow()),
                Answer.valueOf(json.string("answer").orElseThrow()),
                Duration.ofMillis(json.integer("interval").orElseThrow()),
                Instant.ofEpochMilli(json.integer("polled_at").orElseThrow()),
                Mailbox.of(json.object("mailbox").orElseThrow()));
    }

    boolean isOver(Instant now) {
        return !until.isAfter(now);
    }

    DeviceState answered(Answer given) {
        return new DeviceState(clientId, terms, until, given, interval, polledAt, mailbox);
    }

    DeviceState polled(Duration next, Instant now) {
        return new DeviceState(clientId, terms, until, answer, next, now, mailbox);
    }
}
