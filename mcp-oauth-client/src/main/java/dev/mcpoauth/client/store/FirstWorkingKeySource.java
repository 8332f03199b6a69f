package dev.mcpoauth.client.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several places: a new key goes to the first that gives it back, an old one is where it was put. */
final class FirstWorkingKeySource implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(FirstWorkingKeySource.class);

    private final List<KeySource> inOrder;

    FirstWorkingKeySource(List<KeySource> inOrder) {
        this.inOrder = List.copyOf(inOrder);
    }

    @Override
    public String keep(EncryptionKey key) throws IOException {
        List<IOException> failures = new ArrayList<>();
        for (KeySource source : inOrder) {
            try {
                String reference = kept(key, source);
                failures.forEach(
                        e -> LOG.info("A place for the key of the credentials does not work: {}", e.getMessage()));
                return reference;
            } catch (IOException e) {
                failures.add(e);
            }
        }
        IOException none = new IOException("no place keeps the key of the credentials: "
                + failures.stream().map(Throwable::getMessage).collect(Collectors.joining("; ")));
        failures.forEach(none::addSuppressed);
        throw none;
    }

    private static String kept(EncryptionKey key, KeySource source) throws IOException {
        String reference = source.keep(key);
        if (!source.find(reference).equals(Optional.of(key))) {
            throw new IOException(KeyRecord.place(reference) + " does not give back the key that it was given");
        }
        return reference;
    }

    @Override
    public Optional<EncryptionKey> find(String reference) throws IOException {
        for (KeySource source : inOrder) {
            Optional<EncryptionKey> found = source.find(reference);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    @Override
    public void forget(String reference) throws IOException {
        for (KeySource source : inOrder) {
            source.forget(reference);
        }
    }
}
