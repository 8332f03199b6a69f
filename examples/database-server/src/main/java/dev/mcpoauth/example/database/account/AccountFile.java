package dev.mcpoauth.example.database.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Accounts in a file: on each line a name, a tab, and the hash of a password. A change replaces the whole file at once.
 * Thread-safe.
 */
public final class AccountFile {

    private final Path file;
    private volatile Map<String, String> hashes;

    private AccountFile(Path file, Map<String, String> hashes) {
        this.file = file;
        this.hashes = hashes;
    }

    /**
     * The accounts in this file; none if it is not there.
     *
     * @throws IOException if the file cannot be read, or has a line that is no account
     */
    public static AccountFile open(Path file) throws IOException {
        Map<String, String> hashes = new LinkedHashMap<>();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split("\t", -1);
                if (parts.length != 2) throw new IOException("not an account file: " + file);
                hashes.put(parts[0], parts[1]);
            }
        }
        return new AccountFile(file, Collections.unmodifiableMap(hashes));
    }

    /** Whether nobody can sign in. */
    public boolean isEmpty() {
        return hashes.isEmpty();
    }

    Optional<String> hash(String name) {
        return Optional.ofNullable(hashes.get(name));
    }

    /** Adds accounts, or gives existing ones a new password. */
    public synchronized void put(List<NewAccount> accounts) throws IOException {
        Map<String, String> next = new LinkedHashMap<>(hashes);
        for (NewAccount account : accounts) {
            next.put(account.name().value(), PasswordHashes.hash(account.password()));
        }
        write(next);
        hashes = Collections.unmodifiableMap(next);
    }

    private void write(Map<String, String> accounts) throws IOException {
        StringBuilder text = new StringBuilder();
        accounts.forEach(
                (name, hash) -> text.append(name).append('\t').append(hash).append('\n'));
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        createPrivate(draft);
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static void createPrivate(Path draft) throws IOException {
        if (draft.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.createFile(draft, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
    }
}
