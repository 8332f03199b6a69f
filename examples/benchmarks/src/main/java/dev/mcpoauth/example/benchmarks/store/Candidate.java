package dev.mcpoauth.example.benchmarks.store;

import dev.mcpoauth.core.store.transfer.TransferableStore;
import java.io.Closeable;

/** A backend that is measured. */
interface Candidate extends Closeable {

    /** What the tables call it. */
    String name();

    /** A store over the backend's data as production would open it: what it acknowledges is on disk, if it ever is. */
    TransferableStore open();

    /** The same data, to be filled fast: nothing is promised about it until {@link #open} is called. */
    default TransferableStore openForFilling() {
        return open();
    }
}
