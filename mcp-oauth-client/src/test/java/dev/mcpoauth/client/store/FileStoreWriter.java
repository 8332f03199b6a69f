package dev.mcpoauth.client.store;

import dev.mcpoauth.client.store.contract.StoreAddress;
import dev.mcpoauth.client.store.contract.StoreOpener;
import dev.mcpoauth.client.testing.ChildJvm;
import dev.mcpoauth.core.json.JsonObject;
import java.io.IOException;

/** The process that gets killed: writes one number after the other, and tells each only after the store has returned. */
final class FileStoreWriter {
    private static final String KEY = "number";

    private FileStoreWriter() {}

    public static void main(String[] arguments) throws Exception {
        CredentialStore store =
                new StoreAddress(Class.forName(arguments[0]).asSubclass(StoreOpener.class), arguments[1]).open();
        long number = read(store);
        ChildJvm.tell("" + number);
        for (JsonObject before = document(number); ; before = document(number)) {
            number++;
            if (!store.compareAndSet(KEY, number == 1 ? JsonObject.EMPTY : before, document(number))) {
                throw new IllegalStateException("the store has not what it had");
            }
            ChildJvm.tell("" + number);
        }
    }

    /** Lengths from one block of a disk to several. */
    private static JsonObject document(long number) {
        return JsonObject.builder()
                .put("number", number)
                .put("text", "x".repeat((int) (number * 7919 % 40_000)))
                .build();
    }

    static long read(CredentialStore store) throws IOException {
        JsonObject found = store.load(KEY);
        long number = found.integer("number").orElse(0L);
        if (number > 0 && !found.equals(document(number))) {
            throw new IllegalStateException("the document is not what was written");
        }
        return number;
    }
}
